#include "qr/reed_solomon.hpp"

#include <algorithm>
#include <memory>

namespace chopay::qr {
namespace {

constexpr unsigned field_polynomial = 0x11D;

std::uint8_t multiply(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0;
  for (unsigned bit = 0x80; bit != 0; bit >>= 1U) {
    product <<= 1U;
    if ((product & 0x100U) != 0) product ^= field_polynomial;
    if ((b & bit) != 0) product ^= a;
  }
  return static_cast<std::uint8_t>(product);
}

/// The product of (x - 2^0) … (x - 2^(count-1)) without its leading 1, highest power first.
std::vector<std::uint8_t> generator(std::size_t count) {
  std::vector<std::uint8_t> factors(count);
  factors.back() = 1;
  std::uint8_t root = 1;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      factors[j] = multiply(factors[j], root);
      if (j + 1 < count) factors[j] = static_cast<std::uint8_t>(factors[j] ^ factors[j + 1]);
    }
    root = multiply(root, 2);
  }
  return factors;
}

}  // namespace

ReedSolomon::ReedSolomon(std::size_t count) : count_(count) {
  const auto factors = generator(count);
  for (std::size_t lead = 0; lead < multiples_.size(); ++lead) {
    for (std::size_t i = 0; i < count; ++i) {
      multiples_[lead][i] = multiply(factors[i], static_cast<std::uint8_t>(lead));
    }
  }
}

const ReedSolomon& ReedSolomon::of(std::size_t count) {
  static const auto all = [] {
    constexpr std::size_t counts = correction_max + 1;
    std::array<std::unique_ptr<const ReedSolomon>, counts> made;
    for (std::size_t i = 1; i <= correction_max; ++i) made[i].reset(new ReedSolomon(i));
    return made;
  }();
  return *all[count];
}

void ReedSolomon::append(std::span<const std::uint8_t> data, std::vector<std::uint8_t>& out) const {
  // One byte longer than the remainder, so that it can be moved up by one without a special end.
  constexpr std::size_t size = correction_max + 1;
  std::array<std::uint8_t, size> remainder{};
  for (const std::uint8_t codeword : data) {
    const Remainder& multiple = multiples_[codeword ^ remainder[0]];
    for (std::size_t i = 0; i < correction_max; ++i) {
      remainder[i] = static_cast<std::uint8_t>(remainder[i + 1] ^ multiple[i]);
    }
  }
  out.insert(out.end(), remainder.begin(), remainder.begin() + static_cast<std::ptrdiff_t>(count_));
}

}  // namespace chopay::qr
