#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace chopay::ledger {

/// An amount of money in whole đồng (VND has no decimals). May be negative: a posting's sign.
/// Arithmetic is checked: a sum outside int64 throws std::overflow_error, since no real ledger
/// holds 9.2 × 10^18 đồng and a wrapped sum would be a lie.
class Dong {
 public:
  constexpr Dong() = default;
  constexpr explicit Dong(std::int64_t dong) : dong_(dong) {}

  constexpr std::int64_t count() const { return dong_; }
  constexpr bool is_zero() const { return dong_ == 0; }

  Dong& operator+=(Dong other);
  Dong& operator-=(Dong other);
  friend Dong operator+(Dong a, Dong b) { return a += b; }
  friend Dong operator-(Dong a, Dong b) { return a -= b; }
  friend Dong operator-(Dong a) { return Dong{} - a; }
  friend constexpr auto operator<=>(Dong, Dong) = default;

 private:
  std::int64_t dong_ = 0;
};

/// The largest amount of one NAPAS 24/7 transfer: below 500 million đồng (NAPAS VietQR §8.1.1).
inline constexpr Dong transfer_max{499'999'999};
/// The smallest amount that a payment request may ask for.
inline constexpr Dong transfer_min{1};

/// Decimal digits, with a leading '-' when negative; no grouping.
std::string to_string(Dong amount);

}  // namespace chopay::ledger
