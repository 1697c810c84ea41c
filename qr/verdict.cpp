#include "qr/verdict.hpp"

#include <algorithm>

namespace chopay::qr {
namespace {

/// A link, an advertisement, a customer's own code: nothing that was ever meant to pay a stall.
bool meant_as_payment(std::string_view text) {
  return text.substr(0, 4) == "0002";
}

/// How well an issued code explains the text; the best one decides.
int likeness(const IssuedCode& code, std::string_view text, std::string_view expected_stall) {
  const bool here = expected_stall.empty() || code.stall == expected_stall;
  return (here ? 4 : 0) + (code.payload == text ? 2 : 0) + (code.current ? 1 : 0);
}

}  // namespace

std::string_view verdict_name(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::genuine:
      return "genuine";
    case Verdict::outdated:
      return "outdated";
    case Verdict::other_stall:
      return "other_stall";
    case Verdict::foreign:
      return "foreign";
    case Verdict::broken:
      return "broken";
  }
  return "broken";
}

Judgement judge(std::string_view text, std::string_view expected_stall, const IssuedCodes& issued) {
  const Reading reading = inspect(text);
  const Decoded& code = reading.code;
  if (!reading.errors.empty()) {
    if (!meant_as_payment(text)) return {Verdict::foreign, {}, Scheme::other, std::nullopt};
    return {Verdict::broken, {}, code.scheme(), reading.errors.front()};
  }
  if (code.scheme() != Scheme::vietqr) return {Verdict::foreign, {}, code.scheme(), std::nullopt};

  const std::vector<IssuedCode> codes = issued(code.bin(), code.account());
  if (codes.empty()) return {Verdict::foreign, {}, Scheme::vietqr, std::nullopt};
  const auto best =
      std::max_element(codes.begin(), codes.end(), [&](const IssuedCode& a, const IssuedCode& b) {
        return likeness(a, text, expected_stall) < likeness(b, text, expected_stall);
      });
  Verdict verdict = Verdict::outdated;
  if (!expected_stall.empty() && best->stall != expected_stall) {
    verdict = Verdict::other_stall;
  } else if (best->current && (best->payload == text || !code.amount().empty())) {
    verdict = Verdict::genuine;
  }
  return {verdict, best->stall, Scheme::vietqr, std::nullopt};
}

}  // namespace chopay::qr
