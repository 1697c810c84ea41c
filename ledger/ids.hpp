#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace chopay::ledger {

/// Name of a market's log: [a-z0-9-]{1,32}. Empty only when default-made.
class MarketId {
 public:
  MarketId() = default;
  /// Errc::bad_id where the text has another form.
  static Result<MarketId> parse(std::string_view text);
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  friend auto operator<=>(const MarketId&, const MarketId&) = default;

 private:
  explicit MarketId(std::string_view text) : text_(text) {}
  std::string text_;
};

/// Code of a stall within its market: [A-Za-z0-9._-]{1,16}, as painted on it. Empty where an entry
/// belongs to no stall.
class StallId {
 public:
  StallId() = default;
  /// Errc::bad_id where the text has another form.
  static Result<StallId> parse(std::string_view text);
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  friend auto operator<=>(const StallId&, const StallId&) = default;

 private:
  explicit StallId(std::string_view text) : text_(text) {}
  std::string text_;
};

/// Place of an entry in its market's log: 1, 2, 3 … 2^40 − 1; 0 means "none" or "before the first".
enum class Seq : std::uint64_t {};

constexpr Seq first_seq{1};
constexpr Seq last_seq_possible{(std::uint64_t{1} << 40) - 1};
constexpr std::uint64_t number(Seq seq) {
  return static_cast<std::uint64_t>(seq);
}
constexpr Seq next(Seq seq) {
  return Seq{number(seq) + 1};
}

}  // namespace chopay::ledger
