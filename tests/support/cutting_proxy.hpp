#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/ledger_fixture.hpp"

namespace chopay::testing {

/// Stands between a client and a PostgreSQL server, and loses the connection when it is told to.
class CuttingProxy {
 public:
  enum class Cut {
    never,
    request,  ///< the next thing that the client sends does not arrive
    commit,   ///< the server's next word that it has committed does not arrive
    promise,  ///< of the server's next word that it has committed another word arrives
  };

  /// `server`: the folder of the server's socket.
  explicit CuttingProxy(std::string server);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  /// The folder of the proxy's own socket.
  std::string directory() const { return directory_.path(); }
  /// Cuts once, on any connection.
  void cut(Cut next) { cut_ = next; }
  /// Closes so many of the next connections as soon as they come.
  void refuse(int connections) { refused_ = connections; }
  bool has_cut() const { return cut_ == Cut::never; }

 private:
  void accept_all();
  void serve(int client, int server);
  bool forward(int from, int to, Cut side);

  std::string server_;
  TemporaryDirectory directory_;
  int listener_;
  std::atomic<Cut> cut_{Cut::never};
  std::atomic<int> refused_{0};
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

}  // namespace chopay::testing
