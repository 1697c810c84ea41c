#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/net/io_threads.hpp"
#include "ledger/result.hpp"

namespace chopay::net {

/// Accepts connections on one address. All calls on the loop's thread, except where said.
class Listener {
 public:
  /// Takes over a connected socket and the peer's address without the port.
  using Deliver = std::function<void(int socket, std::string peer)>;

  Listener(Loop& loop, Deliver deliver);
  /// REQUIRES closed, or the loop has ended.
  ~Listener();

  /// Binds and listens; `port` 0 lets the system choose. Returns the port. Connections wait in
  /// the system's queue until start(). Fails with the system's error, e.g. address in use.
  /// Callable before the loop runs.
  ledger::Result<std::uint16_t> open(const std::string& address, std::uint16_t port);
  /// Accepts from now on. When the process is out of file descriptors it pauses 100 ms.
  /// Callable from any thread.
  void start();
  /// Takes what is already queued, then accepts no more.
  void close();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// Sends what goes out at once and closes: for connections that are too many.
void turn_away(int socket, std::string_view answer);

}  // namespace chopay::net
