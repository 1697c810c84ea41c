#pragma once

#include <memory>
#include <string>

#include "tests/bench/load.hpp"

namespace chopay::bench {

/// A gateway in this process with a sandbox market, under load by signed SePay notices over HTTP
/// keep-alive, each with a reference of its own, to stalls in turn.
class CallbackServer {
 public:
  /// The ledger's folder must be on a real disk: a ledger in memory would not be durable.
  CallbackServer(const std::string& data, int io_threads);
  ~CallbackServer();
  CallbackServer(const CallbackServer&) = delete;
  CallbackServer& operator=(const CallbackServer&) = delete;

  /// The same POST answered with a fixed 200 by the same server.
  LoadReport bare(LoadSettings load);
  /// Answered after the durable commit. Throws std::runtime_error when an answer was not 200.
  LoadReport durable(LoadSettings load);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chopay::bench
