#include "ledger/ids.hpp"

#include <algorithm>

#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

constexpr bool lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_market(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
    return lower_or_digit(c) || c == '-';
  });
}

bool is_stall(std::string_view text) {
  return !text.empty() && text.size() <= 16 && std::all_of(text.begin(), text.end(), [](char c) {
    return lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
  });
}

}  // namespace

Result<MarketId> MarketId::parse(std::string_view text) {
  if (!is_market(text)) return Error{Errc::bad_id, "market"};
  return MarketId{text};
}

Result<StallId> StallId::parse(std::string_view text) {
  if (!is_stall(text)) return Error{Errc::bad_id, "stall"};
  return StallId{text};
}

}  // namespace chopay::ledger
