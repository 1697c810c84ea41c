#pragma once

#include <sys/types.h>

#include <memory>
#include <span>
#include <string_view>

namespace chopay::bench {

/// The calling end of TLS 1.3 over a connected socket that is its owner's. Believes every server.
class TlsEnd {
 public:
  /// Shakes hands, which waits. REQUIRES a blocking socket. Throws std::runtime_error when the
  /// server does not want to.
  explicit TlsEnd(int socket);
  ~TlsEnd();
  TlsEnd(const TlsEnd&) = delete;
  TlsEnd& operator=(const TlsEnd&) = delete;

  /// As recv(2) and send(2) tell it, also with EAGAIN of a socket that does not block.
  ssize_t read(std::span<char> into);
  ssize_t write(std::string_view bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chopay::bench
