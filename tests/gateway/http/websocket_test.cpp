#include "gateway/http/websocket.hpp"

#include <catch2/catch.hpp>

#include <vector>

#include "gateway/http/codec.hpp"

using namespace chopay::http;
using namespace std::string_literals;
using Found = FrameReader::Found;

namespace {

/// What a client sends.
std::string masked(char first, std::string_view payload) {
  constexpr std::string_view mask = "\x37\xfa\x21\x3d";
  std::string frame{first, static_cast<char>(0x80 | payload.size())};
  frame += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(payload[i] ^ mask[i % 4]);
  }
  return frame;
}

}  // namespace

TEST_CASE("The handshake's answer is that of RFC 6455's example") {
  CHECK(websocket_accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_CASE("Frames of every size have the length's shortest form") {
  std::string out;
  append_frame(Opcode::text, "Hello", out);
  CHECK(out == "\x81\x05Hello"s);
  for (const auto& [size, head] : {std::pair{125U, "\x81\x7d"s}, std::pair{126U, "\x81\x7e\0\x7e"s},
                                   std::pair{65'535U, "\x81\x7e\xff\xff"s},
                                   std::pair{65'536U, "\x81\x7f\0\0\0\0\0\x01\0\0"s}}) {
    out.clear();
    append_frame(Opcode::text, std::string(size, 'x'), out);
    CHECK(out.substr(0, head.size()) == head);
    CHECK(out.size() == head.size() + size);
  }
}

TEST_CASE("A frame is read however its bytes come") {
  const auto bytes = masked('\x81', "Hello") + masked('\x89', "") + masked('\x8a', "abc");
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    FrameReader reader;
    std::vector<FrameReader::Frame> frames;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      reader.add(std::string_view{bytes}.substr(at, step));
      FrameReader::Frame frame;
      while (reader.take(frame) == Found::frame) frames.push_back(frame);
    }
    REQUIRE(frames.size() == 3);
    CHECK(frames[0].opcode == Opcode::text);
    CHECK(frames[0].payload == "Hello");
    CHECK(frames[1].opcode == Opcode::ping);
    CHECK(frames[2].payload == "abc");
  }
}

TEST_CASE("What is unmasked, large, reserved or unknown is no frame of a client") {
  for (const auto& bytes :
       {"\x81\x05Hello"s, "\x81\xfe\0\x7e"s, "\x81\xff"s, "\xc1\x80"s, "\x83\x80"s, "\x8b\x80"s}) {
    FrameReader reader;
    FrameReader::Frame frame;
    reader.add(bytes);
    CHECK(reader.take(frame) == Found::broken);
  }
}
