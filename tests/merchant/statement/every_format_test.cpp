// A day of an account, written as each format a bank may give and read back, is the same day.
#include <catch2/catch.hpp>

#include <random>

#include "merchant/statement/read.hpp"
#include "tests/support/statement_files.hpp"

using namespace chopay;
using namespace chopay::merchant::statement;
using namespace chopay::testing;
using merchant::Direction;
using namespace std::chrono_literals;

namespace {

/// What a format can hold of a line.
struct Holds {
  bool seconds = true;
  bool minutes = true;
  bool parties = true;
  bool reversals = false;
};

class Days {
 public:
  explicit Days(unsigned seed) : random_(seed) {}

  Bookings make() {
    Bookings bookings;
    bookings.opening = Dong{below(100'000'000)};
    const auto lines = 1 + below(40);
    auto at = ledger::parse_instant("2026-11-24T00:00:01.000Z").value();
    for (int i = 0; i < lines; ++i) {
      at += std::chrono::seconds{1 + below(2'000)};
      bookings.lines.push_back(line(at, i));
    }
    return bookings;
  }

 private:
  Line line(ledger::Instant at, int number) {
    Line line;
    line.occurred_at = at;
    line.day = ledger::business_day_of(at);
    line.amount = Dong{1 + below(below(2) == 0 ? 999 : 400'000'000)};
    line.direction = below(5) == 0 ? Direction::out : Direction::in;
    line.reversal = below(20) == 0;
    line.reference = "FT" + std::to_string(26'328'000'000 + below(99'999)) + std::to_string(number);
    line.counter_account = std::to_string(100'000 + below(900'000));
    line.counter_name = below(2) == 0 ? "NGUYEN VAN A" : "Trần Thị Ớt";
    line.text = texts[static_cast<std::size_t>(below(std::size(texts)))];
    return line;
  }
  int below(std::size_t bound) {
    return static_cast<int>(std::uniform_int_distribution<std::size_t>{0, bound - 1}(random_));
  }

  static constexpr const char* texts[] = {
      "JXFABCDEFGH", "mua cá; \"tươi\" < 5 kg & đá",
      "=1+1",        "-CTLNHIDI000-1/1",
      "@x",          "MBVCB.3278907687.047334.JXF|ce.CT tu 0123 NGUYEN VAN A toi 1017595600 HKD",
      "0912345678"};
  std::mt19937 random_;
};

/// The line as the format can give it back.
Line kept(Line line, const Holds& holds, std::size_t row) {
  line.row = row;
  if (!holds.reversals) line.reversal = false;
  if (!holds.parties) line.counter_account.clear();
  if (!holds.parties) line.counter_name.clear();
  if (!holds.minutes) {
    line.occurred_at.reset();
  } else if (!holds.seconds) {
    line.occurred_at = std::chrono::floor<std::chrono::minutes>(*line.occurred_at);
  }
  return line;
}

void check_same(const std::string& bytes, const Bookings& bookings, const Holds& holds,
                const char* format) {
  INFO(format);
  const auto read = read_statement(bytes, {});
  REQUIRE(read.has_value());
  for (const auto& problem : read->problems) {
    INFO(problem.row << ' ' << problem.column << ' ' << problem.what);
    CHECK(false);
  }
  CHECK(read->format == format);
  CHECK(read->account == bookings.account);
  REQUIRE(read->lines.size() == bookings.lines.size());
  for (std::size_t i = 0; i < read->lines.size(); ++i) {
    const auto wanted = kept(bookings.lines[i], holds, read->lines[i].row);
    INFO(i << ' ' << read->lines[i].text << " / " << wanted.text);
    CHECK(read->lines[i] == wanted);
  }
}

}  // namespace

TEST_CASE("A day written as each format and read back is the same day") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    INFO("seed " << seed);
    auto bookings = Days{seed}.make();
    check_same(camt053_of(bookings), bookings, {.reversals = true}, "camt.053");
    check_same(mt940_of(bookings), bookings, {.minutes = false, .reversals = true}, "mt940");
    struct Form {
      const char* layout;
      const char* format;
      Holds holds;
    };
    for (const auto& [layout, format, holds] :
         {Form{"vietcombank", "vietcombank", {.minutes = false, .parties = false}},
          Form{"techcombank_business", "techcombank", {}},
          Form{"tpbank", "tpbank", {.seconds = false}}, Form{"bidv", "bidv", {.parties = false}}}) {
      for (const char thousands : {',', '.', '\0'}) {
        const auto rows = sheet_of(layout, bookings, thousands);
        check_same(csv_of(rows, seed % 2 == 0 ? ';' : ','), bookings, holds, format);
        check_same(xlsx_of(rows), bookings, holds, format);
      }
    }
  }
}

TEST_CASE("No beginning of a file is taken for a whole one") {
  const auto bookings = Days{7}.make();
  const auto refused = [](std::string_view bytes) {
    const auto read = read_statement(bytes, {});
    return read.has_error() || !read->problems.empty();
  };
  for (const auto& file :
       {camt053_of(bookings), mt940_of(bookings), xlsx_of(sheet_of("bidv", bookings))}) {
    const auto needed = file.size() - 4;  // "\n-\r\n" behind the last field says nothing
    for (std::size_t size = 0; size < needed; size += 1 + size / 40) {
      INFO(file.substr(0, 8) << " cut at " << size);
      CHECK(refused(std::string_view{file}.substr(0, size)));
    }
  }
}

TEST_CASE("One changed digit of an amount or a balance is noticed") {
  const auto bookings = Days{11}.make();
  const auto refused = [](std::string_view bytes) {
    const auto read = read_statement(bytes, {});
    return read.has_error() || !read->problems.empty();
  };
  const auto& line = bookings.lines[bookings.lines.size() / 2];
  const auto changed = [](std::string file, const std::string& what, const std::string& with) {
    const auto at = file.find(what);
    REQUIRE(at != std::string::npos);
    return file.replace(at, what.size(), with);
  };
  const auto amount = to_string(line.amount);
  const auto other = to_string(line.amount + Dong{1});
  CHECK(refused(changed(camt053_of(bookings), '>' + amount + '.', '>' + other + '.')));
  const auto csv = csv_of(sheet_of("tpbank", bookings, '\0'));
  CHECK(refused(changed(csv, ';' + amount + ';', ';' + other + ';')));
}

TEST_CASE("A missing row of a table with balances is noticed, whichever way it is sorted") {
  for (const bool newest_first : {false, true}) {
    auto rows = sheet_of("bidv", Days{1}.make());
    REQUIRE(rows.size() > 6);
    if (newest_first) std::reverse(rows.begin() + 2, rows.end());
    CHECK(read_statement(csv_of(rows), {}).value().problems.empty());
    rows.erase(rows.begin() + 4);
    const auto problems = read_statement(csv_of(rows), {}).value().problems;
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].row == 5);
    CHECK(problems[0].what.find("is a row missing?") != std::string::npos);
  }
}
