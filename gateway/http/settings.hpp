#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/head.hpp"
#include "gateway/http/message.hpp"
#include "gateway/net/address_range.hpp"
#include "gateway/net/tls_files.hpp"

namespace chopay::net {
class TlsIdentity;
}

namespace chopay::http {

/// One answered request, for counters and logs.
struct Served {
  std::string_view route;  ///< the pattern, not the path: few values; empty when there is none
  Method method = Method::get;
  int status = 0;
  std::chrono::nanoseconds took{};  ///< from the complete request to the handler's answer
};

/// Is told what happens; called on the I/O threads, so it must be quick and thread-safe. `request`
/// is the id that the answer names too.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void served(const Served&) noexcept {}
  /// The guard or a limit has refused a request, or what was to become one. The code is a literal.
  virtual void refused(const Refusal&, std::string_view /*peer*/,
                       std::string_view /*request*/) noexcept {}
  /// A connection was turned away because there are too many, of this address or of all.
  virtual void shed(std::string_view /*peer*/) noexcept {}
  /// A handler threw. `what` may hold anything and belongs into the log, never into an answer.
  virtual void failed(std::string_view /*route*/, std::string_view /*what*/,
                      std::string_view /*request*/) noexcept {}
  /// A handler had no answer within handler_max; its client was answered 503, as served() tells.
  virtual void late(std::string_view /*route*/, std::string_view /*request*/) noexcept {}
  /// A connection of an announcing proxy had no PROXY header in time, or one that is not taken.
  virtual void unannounced(std::string_view /*peer*/) noexcept {}
};

/// Where our other gateways pass on what they were asked.
struct ForGateways {
  std::string address;
  std::uint16_t port = 0;
  std::shared_ptr<net::TlsIdentity> identity;  ///< null: nowhere
};

/// Every limit of the server. Times fire up to two ticks of the I/O threads late (0.5 s).
struct ServerSettings {
  using milliseconds = std::chrono::milliseconds;

  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: the system chooses
  /// The hosts that are served, "pay.example.vn" (any port) or "pay.example.vn:8443". Empty
  /// serves nobody.
  std::vector<std::string> hosts;

  net::TlsFiles tls;
  bool behind_tls = false;      ///< browsers come over TLS though a proxy in front takes it off
  bool hsts_subdomains = true;  ///< browsers are to use TLS alone for names below ours, too
  ForGateways for_gateways;

  std::size_t connections_max = 16'384;  ///< more are answered 503 and closed
  /// Of one address, so that nobody alone takes all. A whole market may share one: it is many.
  std::size_t connections_per_address_max = 4'096;
  /// Addresses of which many come through: a reverse proxy's.
  std::vector<std::string> uncounted_addresses = {"127.0.0.1", "::1"};
  /// Proxies that begin each connection with a PROXY header of version 2 (net/proxy_header.hpp):
  /// from these one without it is closed, from all others one with it is no request.
  std::vector<net::AddressRange> announcing_proxies = {};
  /// Proxies whose X-Request-Id becomes the request's id; everybody else's is left unread.
  std::vector<std::string> naming_proxies = {};
  std::size_t streams_max = 12'288;  ///< event streams among them; more are answered 503
  std::size_t requests_per_connection_max = 10'000;
  std::size_t head_bytes_max = 8 * 1024;
  std::size_t target_bytes_max = 2 * 1024;
  std::size_t fields_max = 64;

  milliseconds head_max{5'000};      ///< from the first byte to the end of the head; a PROXY header
  milliseconds body_max{10'000};     ///< from the end of the head to the end of the body
  milliseconds handler_max{10'000};  ///< then the client is answered 503; the handler goes on
  milliseconds write_max{10'000};
  milliseconds idle_max{30'000};   ///< between two requests of a connection
  milliseconds linger_max{1'000};  ///< for the client to close first, behind the last answer
  milliseconds drain_max{9'000};   ///< for what is under way when the server stops

  Observer* observer = nullptr;  ///< may be null; must outlive the I/O threads
};

}  // namespace chopay::http
