#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/net/io_threads.hpp"
#include "gateway/net/task.hpp"
#include "gateway/net/tls_client.hpp"
#include "ledger/result.hpp"

namespace chopay::net {

/// One call to another server.
struct ClientRequest {
  std::string method = "GET";
  std::string url{};  ///< http:// or https://, without user, password or fragment
  std::vector<std::pair<std::string, std::string>> headers{};  ///< Host and length are added
  std::string body{};
  /// From the look-up of the name to the last byte of the answer, and at most two ticks more.
  std::chrono::milliseconds total_max{10'000};
  std::size_t answer_bytes_max = 1024 * 1024;
  /// Refuses hosts that resolve to loopback, private, link-local or shared addresses: for URLs
  /// that other people have set. The address that was checked is the one that is called.
  bool public_addresses_only = false;
};

struct ClientAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// Calls other servers over HTTP/1.1, one connection a call; follows no redirects. TLS is 1.2 or
/// 1.3 with the certificate checked against the host's name. Shared by all I/O threads.
class HttpClient {
 public:
  /// `ca_file` (PEM) replaces the system's trusted authorities; empty keeps them. Throws
  /// boost::system::system_error when it cannot be read.
  explicit HttpClient(const std::string& ca_file = {});

  /// REQUIRES to be awaited on the thread of `loop`. Errors: net::Errc, or the system's, e.g.
  /// connection refused. An answer of any status is a value. The client must outlive the call.
  Task<ledger::Result<ClientAnswer>> fetch(Loop& loop, ClientRequest request);

 private:
  std::shared_ptr<TlsTrust> trust_;
};

}  // namespace chopay::net
