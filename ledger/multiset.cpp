#include "ledger/multiset.hpp"

#include <cstring>

namespace chopay::ledger {
namespace {

constexpr std::uint64_t prime = (std::uint64_t{1} << 61) - 1;

constexpr std::uint64_t reduced(std::uint64_t value) {
  value = (value & prime) + (value >> 61);
  return value >= prime ? value - prime : value;
}

/// a · b + c for numbers below the prime.
std::uint64_t product_plus(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  __extension__ using Wide = unsigned __int128;
  const Wide wide = static_cast<Wide>(a) * b + c;
  return reduced((static_cast<std::uint64_t>(wide) & prime) +
                 static_cast<std::uint64_t>(wide >> 61));
}

}  // namespace

FingerprintPoints FingerprintPoints::draw(Random& random) {
  std::uint8_t bytes[4 * sizeof(std::uint64_t)];
  random.fill(bytes);
  std::uint64_t drawn[4];
  std::memcpy(drawn, bytes, sizeof drawn);
  return {{reduced(drawn[0]), reduced(drawn[1])}, {reduced(drawn[2]), reduced(drawn[3])}};
}

void MultisetFingerprint::add(std::string_view bytes) {
  // The length first: members that differ only in zeros at their end are different.
  std::uint64_t member[2] = {bytes.size(), bytes.size()};
  while (!bytes.empty()) {
    // Seven bytes at a time are always below the prime.
    char piece[8] = {};
    const auto length = bytes.size() < 7 ? bytes.size() : 7;
    std::memcpy(piece, bytes.data(), length);
    std::uint64_t value = 0;
    std::memcpy(&value, piece, sizeof value);
    for (int i = 0; i < 2; ++i) {
      member[i] = product_plus(member[i], points_.within[i], value);
    }
    bytes.remove_prefix(length);
  }
  for (int i = 0; i < 2; ++i) {
    product_[i] = product_plus(product_[i], reduced(points_.between[i] + prime - member[i]), 0);
  }
  ++count_;
}

bool MultisetFingerprint::same_as(const MultisetFingerprint& other) const {
  return count_ == other.count_ && product_[0] == other.product_[0] &&
         product_[1] == other.product_[1];
}

}  // namespace chopay::ledger
