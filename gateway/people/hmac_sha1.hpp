#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace chopay::people {

/// RFC 2104 over SHA-1: what authenticator apps compute. SHA-1's collisions do no harm here.
std::array<std::uint8_t, 20> hmac_sha1(std::span<const std::uint8_t> key,
                                       std::span<const std::uint8_t> text);

}  // namespace chopay::people
