// decode(encode(x)) = x for random requests. The short run is part of every test run; the million
// runs with the tag [.long].
#include <catch2/catch.hpp>

#include <random>
#include <string>

#include "qr/vietqr.hpp"

using namespace chopay::qr;

namespace {

/// Random requests from a seed: the same seed gives the same requests on every machine, so no
/// distribution of the standard library is used.
class Requests {
 public:
  explicit Requests(std::uint64_t seed) : random_(seed) {}

  TransferCode next() {
    TransferCode code;
    code.bin = text(6, 6, digits);
    code.account = text(1, 19, alnum);
    if (below(3) > 0) code.amount_dong = static_cast<std::int64_t>(below(499'999'999)) + 1;
    if (below(3) > 0) code.memo = text(1, 25, note);
    if (below(2) > 0) {
      code.additional.bill = maybe(12);
      code.additional.store = maybe(12);
      code.additional.reference = maybe(12);
      code.additional.terminal = maybe(10);
    }
    if (below(4) == 0) {
      code.category = text(4, 4, digits);
      code.merchant_name = text(1, 25, ans);
      code.merchant_city = text(1, 15, ans);
    }
    if (below(8) == 0) {
      code.language = LanguageTemplate{"vi", script(25), below(2) > 0 ? script(15) : ""};
    }
    if (below(8) == 0) {
      const auto id = static_cast<int>(80 + below(20));
      code.unreserved.push_back({id, text(1, 32, ans), text(1, 30, ans)});
    }
    return code;
  }

 private:
  static constexpr std::string_view digits = "0123456789";
  static constexpr std::string_view alnum =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  static constexpr std::string_view note =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ";
  static constexpr std::string_view ans =
      " !\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~";

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

  std::string text(std::size_t least, std::size_t most, std::string_view from) {
    std::string made(least + below(most - least + 1), ' ');
    for (char& c : made) c = from[below(from.size())];
    return made;
  }

  std::string maybe(std::size_t most) { return below(2) > 0 ? text(1, most, ans) : ""; }

  std::string script(std::size_t characters_max) {
    static const char* const letters[] = {"ă", "ệ", "Đ", "ữ", "京", "🍜", "x", " ", "7"};
    std::string made;
    for (std::size_t n = 1 + below(characters_max); n > 0; --n) made += letters[below(9)];
    return made;
  }

  std::mt19937_64 random_;
};

/// Empty if the payload says what the request says, else the field that differs.
std::string difference(const TransferCode& code, const Decoded& read) {
  const auto same = [](std::string_view a, std::string_view b) { return a == b; };
  if (!same(read.bin(), code.bin)) return "bin";
  if (!same(read.account(), code.account)) return "account";
  if (!same(read.service_code(), "QRIBFTTA")) return "service";
  if (read.amount_dong() != code.amount_dong) return "amount";
  if (read.single_use() != code.amount_dong.has_value()) return "initiation";
  const std::string_view additional[] = {
      code.additional.bill,      {}, code.additional.store,    {},
      code.additional.reference, {}, code.additional.terminal, code.memo};
  for (int id = 1; id <= 8; ++id) {
    if (!same(read.additional(id), additional[id - 1])) return "62-0" + std::to_string(id);
  }
  if (!same(read.field(52), code.category)) return "52";
  if (!same(read.merchant_name(), code.merchant_name)) return "59";
  if (!same(read.merchant_city(), code.merchant_city)) return "60";
  if (code.language && !same(read.language(1), code.language->name)) return "64-01";
  if (code.language && !same(read.language(2), code.language->city)) return "64-02";
  for (const UnreservedTemplate& extra : code.unreserved) {
    if (read.field(extra.id).find(extra.value) == std::string_view::npos) return "80-99";
  }
  return read.strict_ok() ? "" : "violation " + read.violations().front().name();
}

void run(std::size_t count, std::uint64_t seed) {
  Requests requests(seed);
  std::size_t made = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const TransferCode code = requests.next();
    const auto payload = encode(code, {.allow_unknown_bank = true});
    if (payload.has_error()) {
      // The parts of 62 and 64 may be too long together; that is the only honest refusal here.
      if (payload.error().code != Errc::field_too_long) FAIL(payload.error().message());
      continue;
    }
    ++made;
    const auto read = decode(payload.value(), Mode::strict);
    if (read.has_error()) FAIL(payload.value() + ": " + read.error().message());
    const std::string field = difference(code, read.value());
    if (!field.empty()) FAIL(payload.value() + ": " + field);
  }
  CHECK(made > count * 9 / 10);
}

}  // namespace

TEST_CASE("What is written is what is read, for 50 000 random requests") {
  run(50'000, 20261124);
}

TEST_CASE("What is written is what is read, for 1 000 000 random requests", "[.long]") {
  run(1'000'000, 42);
}
