#include "gateway/http/websocket.hpp"

namespace chopay::http {
namespace {

constexpr unsigned char final_bit = 0x80;
constexpr unsigned char mask_bit = 0x80;
constexpr std::size_t short_max = 125;
constexpr std::size_t medium_max = 0xffff;
constexpr std::size_t mask_bytes = 4;

void append_number(std::size_t number, int bytes, std::string& out) {
  while (bytes-- > 0) out += static_cast<char>(number >> (8 * bytes) & 0xffU);
}

bool is_known(unsigned opcode) {
  return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

}  // namespace

void append_frame(Opcode opcode, std::string_view payload, std::string& out) {
  out += static_cast<char>(final_bit | static_cast<unsigned char>(opcode));
  if (payload.size() <= short_max) {
    append_number(payload.size(), 1, out);
  } else if (payload.size() <= medium_max) {
    append_number(126, 1, out);
    append_number(payload.size(), 2, out);
  } else {
    append_number(127, 1, out);
    append_number(payload.size(), 8, out);
  }
  out += payload;
}

FrameReader::Found FrameReader::take(Frame& frame) {
  if (bytes_.size() < 2) return Found::nothing;
  const auto first = static_cast<unsigned char>(bytes_[0]);
  const auto second = static_cast<unsigned char>(bytes_[1]);
  const unsigned opcode = first & 0x0fU;
  const std::size_t size = second & 0x7fU;
  const bool reserved = (first & 0x70U) != 0;
  if (reserved || !is_known(opcode) || (second & mask_bit) == 0 || size > payload_bytes_max) {
    return Found::broken;
  }
  if (bytes_.size() < 2 + mask_bytes + size) return Found::nothing;
  frame.opcode = static_cast<Opcode>(opcode);
  frame.payload.clear();
  for (std::size_t i = 0; i < size; ++i) {
    frame.payload += static_cast<char>(bytes_[2 + mask_bytes + i] ^ bytes_[2 + i % mask_bytes]);
  }
  bytes_.erase(0, 2 + mask_bytes + size);
  return Found::frame;
}

}  // namespace chopay::http
