#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chopay::testing {

/// A client that sends whatever bytes a test wants over a loopback connection, honest or not.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes);
  /// Says that no more bytes follow.
  void finish();
  /// Reads until one whole answer is there, by its Content-Length (or only the head, if asked).
  std::string read_answer(bool head_only = false);
  /// Reads until `end` was read; what came behind it stays for the next read.
  std::string read_until(std::string_view end);
  /// Reads all that comes until the server closes. Fails the test after a minute without a byte.
  std::string read_to_end();
  /// True when the server closes within a minute, having sent nothing more.
  bool closed();

 private:
  bool fill();
  int socket_ = -1;
  std::string pending_;
};

/// The number behind "HTTP/1.1 "; 0 when it does not look like an answer.
int status_of(std::string_view answer);
/// What stands behind the empty line.
std::string body_of(std::string_view answer);
/// How many status lines there are: to see that one attack did not get two answers.
int answers_in(std::string_view bytes);

}  // namespace chopay::testing
