#include "ledger/multiset.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace chopay::ledger {
namespace {

constexpr std::uint64_t prime = (std::uint64_t{1} << 61) - 1;

constexpr std::uint64_t reduced(std::uint64_t value) {
  value = (value & prime) + (value >> 61);
  return value >= prime ? value - prime : value;
}

__extension__ using Wide = unsigned __int128;

/// The remainder of a number below 2^124.
std::uint64_t reduced_wide(Wide wide) {
  return reduced((static_cast<std::uint64_t>(wide) & prime) +
                 static_cast<std::uint64_t>(wide >> 61));
}

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  return reduced_wide(static_cast<Wide>(a) * b);
}

/// Seven bytes at a time are always below the prime.
constexpr std::size_t term_bytes = 7;
static_assert(std::endian::native == std::endian::little, "the first bytes are the lowest");

std::uint64_t term_of(std::string_view bytes) {
  std::uint64_t value = 0;
  if (bytes.size() > term_bytes) {
    std::memcpy(&value, bytes.data(), sizeof value);
    return value & ((std::uint64_t{1} << 8 * term_bytes) - 1);
  }
  std::memcpy(&value, bytes.data(), bytes.size());
  return value;
}

}  // namespace

FingerprintPoints FingerprintPoints::draw(Random& random) {
  std::uint8_t bytes[4 * sizeof(std::uint64_t)];
  random.fill(bytes);
  std::uint64_t drawn[4];
  std::memcpy(drawn, bytes, sizeof drawn);
  return {{reduced(drawn[0]), reduced(drawn[1])}, {reduced(drawn[2]), reduced(drawn[3])}};
}

MultisetFingerprint::MultisetFingerprint(const FingerprintPoints& points) : points_(points) {
  for (int i = 0; i < 2; ++i) {
    powers_[i][0] = 1;
    for (std::size_t k = 1; k <= block_terms; ++k) {
      powers_[i][k] = product(powers_[i][k - 1], points_.within[i]);
    }
  }
}

/// Sixteen products of 2^56 and 2^61 and one of 2^61 twice are together below 2^123.
void MultisetFingerprint::add_block(const std::uint64_t* terms, std::size_t count,
                                    std::uint64_t (&member)[2]) const {
  for (int i = 0; i < 2; ++i) {
    Wide sum = static_cast<Wide>(member[i]) * powers_[i][count];
    for (std::size_t k = 0; k < count; ++k) {
      sum += static_cast<Wide>(terms[k]) * powers_[i][count - 1 - k];
    }
    member[i] = reduced_wide(sum);
  }
}

void MultisetFingerprint::add(std::string_view bytes) {
  // The length first: members that differ only in zeros at their end are different.
  std::uint64_t member[2] = {bytes.size(), bytes.size()};
  while (!bytes.empty()) {
    std::uint64_t terms[block_terms];
    std::size_t count = 0;
    while (count < block_terms && !bytes.empty()) {
      terms[count++] = term_of(bytes);
      bytes.remove_prefix(std::min(bytes.size(), term_bytes));
    }
    add_block(terms, count, member);
  }
  for (int i = 0; i < 2; ++i) {
    product_[i] = product(product_[i], reduced(points_.between[i] + prime - member[i]));
  }
  ++count_;
}

bool MultisetFingerprint::same_as(const MultisetFingerprint& other) const {
  return count_ == other.count_ && product_[0] == other.product_[0] &&
         product_[1] == other.product_[1];
}

}  // namespace chopay::ledger
