#pragma once

#include <cstdint>
#include <string_view>

namespace chopay::qr {

/// CRC-16/CCITT-FALSE over the bytes: polynomial 0x1021, start 0xFFFF, nothing reflected, no final
/// XOR (EMVCo MPM §4.7.3, ISO/IEC 13239). A payload's checksum covers all bytes up to and
/// including its "6304".
std::uint16_t crc16(std::string_view bytes) noexcept;

/// Writes the four upper-case hexadecimal digits, zero-padded, to out[0..3].
void write_crc_hex(std::uint16_t crc, char* out) noexcept;

}  // namespace chopay::qr
