#include "ledger/entry.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <map>

#include "ledger/error.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

SealedEntry sample(const std::string& reference = "FT26328\\BNK") {
  return seal(credit_draft("ha-long-1", "A12", reference, 85'000), first_seq, Hash{},
              market_morning());
}

}  // namespace

TEST_CASE("An entry is read back as it was written, odd references included") {
  for (const char* reference : {"FT26328\\BNK", "a\"b", "tab\there", "5213.45946", "\x1f", "Đ"}) {
    const auto sealed = sample(reference);
    INFO(sealed.bytes);
    const auto read = decode(sealed.bytes);
    REQUIRE(read.has_value());
    CHECK(*read == sealed.entry);
    CHECK(encode(*read) == sealed.bytes);
  }
}

TEST_CASE("The bytes of an entry have the fixed order of the format") {
  const auto sealed = sample("FT26328");
  const std::string zeros(64, '0');
  CHECK(sealed.bytes ==
        R"({"v":1,"market":"ha-long-1","seq":1,"prev":")" + zeros +
            R"(","at":"2026-11-24T01:30:00.000Z","kind":"credit","day":"2026-11-24","stall":"A12",)"
            R"("key":["2026-11-24","970436","1017595600","FT26328"],)"
            R"("post":[["bank/970436/1017595600",85000],["sales/A12",-85000]],"private":")" +
            to_hex(*sealed.entry.private_hash) + R"(","data":{"verdict":"static"}})");
  CHECK(sealed.hash == leaf_hash(sealed.bytes));
}

TEST_CASE("No other byte sequence near an entry is taken for one") {
  const auto bytes = sample().bytes;
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    CHECK(decode(bytes.substr(0, cut)).has_error());
  }
  CHECK(decode(" " + bytes).has_error());
  CHECK(decode(bytes + " ").has_error());
  std::string padded = bytes;
  padded.replace(padded.find("85000"), 5, "085000");
  CHECK(decode(padded).has_error());
}

TEST_CASE("Postings that do not sum to zero are refused when read, overflow included") {
  auto entry = sample().entry;
  entry.postings[0].amount = Dong{85'001};
  CHECK(decode(encode(entry)).error().code == Errc::unbalanced);
  const Dong most{std::numeric_limits<std::int64_t>::max()};
  entry.postings = {{"a", most}, {"b", most}, {"c", Dong{2}}};
  CHECK(decode(encode(entry)).error().code == Errc::unbalanced);
}

TEST_CASE("A draft that does not balance never becomes an entry") {
  auto draft = credit_draft("ha-long-1", "A12", "FT1", 85'000);
  draft.postings.pop_back();
  CHECK_THROWS_AS(seal(draft, first_seq, Hash{}, market_morning()), std::logic_error);
}

TEST_CASE("The private part is committed to with a salt and is not in the entry") {
  const auto sealed = sample("FT1");
  CHECK(sealed.bytes.find("payer FT1") == std::string::npos);
  CHECK(sealed.private_part.size() == sizeof(Salt) + std::string{"payer FT1"}.size());
  CHECK(sha256({sealed.private_part}) == sealed.entry.private_hash);
  CHECK(sha256({"payer FT1"}) != sealed.entry.private_hash);
}

TEST_CASE("Of the ways to write a character or a number, one is an entry's") {
  const auto good = sample("FT\x1f").bytes;
  REQUIRE(decode(good).has_value());
  const auto with = [&](const std::string& from, const std::string& to) {
    auto bytes = good;
    bytes.replace(bytes.find(from), from.size(), to);
    return bytes;
  };
  for (const char* escape : {"\\x", "\\/", "\\n", "\\u001F", "\\u0020", "\\u00zz", "\\u001z",
                             "\\u0101", "\\u1f00", "\\u00", "\\"}) {
    INFO(escape);
    CHECK(decode(with("\\u001f", escape)).error().code == Errc::bad_entry);
  }
  CHECK(decode(good.substr(0, good.find("1f\""))).error().code == Errc::bad_entry);
  CHECK(decode(with("\\u001f", "\x1f")).error().code == Errc::bad_entry);
  for (const char* amount : {"-0", "-085000", "085000", "+85000", "", "-", "9223372036854775808"}) {
    INFO(amount);
    CHECK(decode(with("85000", amount)).error().code == Errc::bad_entry);
  }
  for (const char* seq : {"0", "-1", "1099511627776"}) {
    INFO(seq);
    CHECK(decode(with("\"seq\":1", std::string{"\"seq\":"} + seq)).error().code == Errc::bad_entry);
  }
  CHECK(decode(with("\"kind\":\"credit\"", "\"kind\":\"gift\"")).error().code == Errc::bad_entry);
}

TEST_CASE("A character that must be escaped is found at every place of a string") {
  for (std::size_t length = 0; length < 20; ++length) {
    for (std::size_t at = 0; at <= length; ++at) {
      for (const char c : {'"', '\\', '\x01', '\x1f', '\x7f', '\x80', '\xff', ' ', '!'}) {
        auto reference = std::string(length, 'x');
        reference.insert(at, 1, c);
        const auto sealed = sample(reference);
        const auto read = decode(sealed.bytes);
        REQUIRE(read.has_value());
        CHECK(read->key->reference == reference);
      }
    }
  }
}

TEST_CASE("An entry's room holds the next one, of another market and day as well") {
  auto used = sample().entry;
  auto other = credit_draft("ha-long-2", "A12", "FT1", 1'000);
  other.day = BusinessDay::from_days(other.day.days() + 1);  // its key keeps the day before
  const auto sealed = seal(other, first_seq, Hash{}, market_morning());
  REQUIRE(decode(sealed.bytes, used).has_value());
  CHECK(used == sealed.entry);
  // The name of a market is not taken for known because none stands there.
  auto nameless = sealed.bytes;
  nameless.replace(nameless.find("ha-long-2"), 9, "");
  CHECK(decode(nameless).error().code == Errc::bad_entry);
  auto bad_day = sealed.bytes;
  bad_day.replace(bad_day.find(R"("key":[")") + 8, 10, "2026-02-30");
  CHECK(decode(bad_day).error().code == Errc::bad_entry);
}

TEST_CASE("An instant or a day has its digits and marks, each at its place") {
  const auto bytes = sample().bytes;
  for (const std::string text : {"2026-11-24T01:30:00.000Z", R"("2026-11-24",)"}) {
    const auto begin = bytes.find(text);
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '"' || text[at] == ',') continue;
      for (const char c : {'/', ':', '-', ' ', 'T', '\x80'}) {
        if (c == text[at]) continue;
        auto changed = bytes;
        changed[begin + at] = c;
        INFO(changed);
        CHECK(decode(changed).error().code == Errc::bad_entry);
      }
    }
  }
}

TEST_CASE("An entry of no stall, no key, no postings and no private part is read back") {
  Draft draft;
  draft.market = MarketId::parse("ha-long-1").value();
  draft.kind = Kind::day_closed;
  const auto sealed = seal(draft, last_seq_possible, Hash{}, market_morning());
  const auto read = decode(sealed.bytes);
  REQUIRE(read.has_value());
  CHECK(*read == sealed.entry);
  auto used = sample().entry;  // what it held is not taken over
  REQUIRE(decode(sealed.bytes, used).has_value());
  CHECK(used == sealed.entry);
}

TEST_CASE("What is longer than an entry may be is neither made nor read") {
  auto draft = credit_draft("ha-long-1", "A12", "FT1", 85'000);
  draft.data = "{\"note\":\"" + std::string(entry_bytes_max, 'x') + "\"}";
  CHECK_THROWS_AS(seal(draft, first_seq, Hash{}, market_morning()), std::logic_error);
  auto entry = sample().entry;
  entry.data = draft.data;
  CHECK(decode(encode(entry)).error().code == Errc::bad_entry);
}

TEST_CASE("A kind has a name or is a bug, and no text is no private part") {
  CHECK_THROWS_AS(kind_name(static_cast<Kind>(255)), std::logic_error);
  CHECK_FALSE(kind_from_name("").has_value());
  RepeatableRandom random;
  CHECK(make_private_part("", random).bytes.empty());
}

TEST_CASE("A kind keeps its number and its name for ever, and a new one is written down here") {
  const std::map<int, std::string> kinds{
      {1, "market_opened"},
      {2, "zone_opened"},
      {3, "stall_opened"},
      {4, "stall_corrected"},
      {5, "name_corrected"},
      {10, "request_opened"},
      {11, "request_cancelled"},
      {12, "rest_requested"},
      {13, "request_expired"},
      {20, "credit"},
      {21, "rejection"},
      {22, "allocation"},
      {23, "rejection_settled"},
      {30, "refund_requested"},
      {31, "refund_paid"},
      {32, "refund_cancelled"},
      {40, "payee_change_asked"},
      {41, "payee_change_approved"},
      {42, "payee_change_withdrawn"},
      {43, "payee_changed"},
      {50, "day_closed"},
      {60, "consent_granted"},
      {61, "consent_withdrawn"},
      {70, "statement_imported"},
      {80, "alarm_raised"},
      {90, "cash_noted"},
      {91, "cash_taken_back"},
      {100, "tariff_set"},
      {101, "charges_due"},
      {102, "charge_paid"},
      {103, "charge_waived"},
      {104, "cash_handed_over"},
      {105, "hand_over_confirmed"},
      {106, "charges_closed"},
      {110, "person_invited"},
  };
  for (int number = 0; number <= 255; ++number) {
    INFO(number);
    const auto kind = static_cast<Kind>(number);
    const auto known = kinds.find(number);
    if (known == kinds.end()) {
      CHECK_THROWS_AS(kind_name(kind), std::logic_error);
      continue;
    }
    CHECK(kind_name(kind) == known->second);
    CHECK(kind_from_name(known->second) == kind);
  }
}
