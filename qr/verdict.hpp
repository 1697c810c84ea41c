#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qr/decode.hpp"

namespace chopay::qr {

/// What a code found at a stall is, against what the market has registered.
enum class Verdict {
  genuine,      ///< the stall's current code
  outdated,     ///< the stall's own account, but not the code it has now: an earlier issue
  other_stall,  ///< a code of the market, but of another stall
  foreign,      ///< money would go to an account that the market does not know: pasted over?
  broken,       ///< meant as a payment code, but damaged: no app can read it
};

/// "genuine", "outdated", "other_stall", "foreign", "broken".
std::string_view verdict_name(Verdict verdict) noexcept;

/// A code that the market has issued, now or earlier.
struct IssuedCode {
  std::string stall;  ///< the registry's identifier of the stall
  std::string payload;
  bool current = false;  ///< not replaced by a later issue, the account still registered
};

/// Tells all codes ever issued that pay into this account; none if the market does not know it.
using IssuedCodes =
    std::function<std::vector<IssuedCode>(std::string_view bin, std::string_view account)>;

struct Judgement {
  Verdict verdict = Verdict::broken;
  std::string stall;  ///< of the registry; empty for foreign and broken codes
  Scheme scheme = Scheme::other;
  std::optional<Error> error;  ///< why it is broken
};

/// Judges the text of a code. `expected_stall` is where the photo was taken; empty if unknown, then
/// no code is another stall's. Codes with an amount are judged by their account: they are not
/// stickers, and are genuine if the account has a current code.
Judgement judge(std::string_view text, std::string_view expected_stall, const IssuedCodes& issued);

}  // namespace chopay::qr
