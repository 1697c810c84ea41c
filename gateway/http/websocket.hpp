#pragma once

#include <string>
#include <string_view>

namespace chopay::http {

/// What a frame is (RFC 6455 §5.2).
enum class Opcode : unsigned char {
  more = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

/// Appends an unmasked frame, as servers send it.
void append_frame(Opcode opcode, std::string_view payload, std::string& out);

/// Takes apart what a client sends. It has nothing to say but pings, pongs and a farewell, so a
/// frame may have so many bytes only, and what is larger, unmasked or otherwise no frame ends the
/// connection.
class FrameReader {
 public:
  static constexpr std::size_t payload_bytes_max = 125;

  enum class Found { nothing, frame, broken };
  struct Frame {
    Opcode opcode = Opcode::text;
    std::string payload;
  };

  void add(std::string_view bytes) { bytes_ += bytes; }
  /// The next whole frame of what was added.
  Found take(Frame& frame);

 private:
  std::string bytes_;
};

}  // namespace chopay::http
