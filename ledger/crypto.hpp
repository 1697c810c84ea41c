#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chopay::ledger {

using Hash = std::array<std::uint8_t, 32>;
using Salt = std::array<std::uint8_t, 16>;

/// SHA-256 of the parts, one after the other.
Hash sha256(std::initializer_list<std::string_view> parts);
/// Leaf hash of a Merkle tree: SHA-256(0x00 ‖ bytes), RFC 6962 §2.1.
Hash leaf_hash(std::string_view bytes);

/// Lower-case hexadecimal.
std::string to_hex(std::span<const std::uint8_t> bytes);
/// The same digits, behind what is in `out`.
void append_hex(std::string& out, std::span<const std::uint8_t> bytes);
/// Reads exactly 64 lower-case hexadecimal digits; nothing else.
std::optional<Hash> hash_from_hex(std::string_view hex);

/// A source of unpredictable bytes; passed in, so that tests can repeat a run.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// The operating system's generator through OpenSSL, drawn in blocks: a system call for each salt
/// costs more than the salt. Safe from any thread; each has a block of its own, whose bytes are
/// given out once and wiped. Throws std::runtime_error when the system gives none.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace chopay::ledger
