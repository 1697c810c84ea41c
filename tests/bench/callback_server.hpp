#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/net/tls_files.hpp"
#include "tests/bench/load.hpp"

namespace chopay::bench {

/// A gateway in this process with a sandbox market, under load by signed SePay notices over HTTP
/// keep-alive, each with a reference of its own, to stalls in turn.
class CallbackServer {
 public:
  /// The ledger's folder must be on a real disk: a ledger in memory would not be durable.
  /// With a certificate, and its key, it speaks TLS.
  CallbackServer(const std::string& data, int io_threads, const net::TlsFiles& tls = {});
  ~CallbackServer();
  CallbackServer(const CallbackServer&) = delete;
  CallbackServer& operator=(const CallbackServer&) = delete;

  std::uint16_t port() const;
  /// A key that may listen to the events of `stall`.
  std::string till_key() const;
  /// A stall that there is.
  static constexpr std::string_view stall = "A12";

  /// Opens so many further stalls in the market, to which no notice is sent.
  void open_stalls(std::size_t count);
  /// Opens so many further markets, each with some stalls: notices go to all of them in turn.
  void open_markets(std::size_t count);
  /// This month's report as PDF, again and again, by a key for programs. Throws std::runtime_error
  /// when an answer was not 200; there may be none yet at the end.
  LoadReport month_reports(LoadSettings load);

  /// The same POST answered with a fixed 200 by the same server.
  LoadReport bare(LoadSettings load);
  /// Answered after the durable commit. Throws std::runtime_error when an answer was not 200.
  LoadReport durable(LoadSettings load);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chopay::bench
