#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chopay::net {
struct PeerCertificate;
}

namespace chopay::http {

struct EventSource;

/// The methods that chopay serves; any other is answered 501.
enum class Method { get, head, post, put, delete_ };

/// "GET", "HEAD", …
std::string_view name_of(Method method);
std::optional<Method> method_from(std::string_view name);

/// Header fields in their order; names compare without case.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  void add(std::string_view name, std::string_view value);
  /// The first value of the name; empty view when absent.
  std::string_view get(std::string_view name) const;
  /// Absent and empty are different here: for fields whose presence matters.
  std::optional<std::string_view> find(std::string_view name) const;
  std::span<const Field> fields() const { return {fields_.data(), size_}; }
  /// Forgets the fields but keeps their memory for the next message.
  void clear() { size_ = 0; }

 private:
  std::vector<Field> fields_;  ///< the first size_ count; the others are memory to use again
  std::size_t size_ = 0;
};

/// A request that has passed the guard: HTTP/1.1, one allow-listed Host, no Transfer-Encoding,
/// a body within its limit.
struct Request {
  Method method = Method::get;
  std::string path;   ///< percent-decoded, starts with '/', no NUL or control characters
  std::string query;  ///< raw text behind '?', may be empty; read it with parse_query
  Headers headers;
  std::string body;
  std::string id;    ///< names it in the log and in its answer (request_id.hpp)
  std::string peer;  ///< the address that the connection came from, without the port
  /// What the client has proved itself by (peer_certificate.hpp); null: nothing.
  std::shared_ptr<const net::PeerCertificate> certificate;
  /// True where another of our gateways has passed it on; peer and certificate are then what that
  /// one has seen.
  bool passed_on = false;
};

/// A complete answer, or a stream of events. The server adds Content-Length, Date, Connection and
/// the security headers; a Content-Security-Policy, Cache-Control, Referrer-Policy or
/// Cross-Origin-Resource-Policy set here replaces the server's.
struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  Headers headers;
  /// If set, body and content_type are ignored. Behind a pointer: what makes plain answers needs
  /// no coroutines (live.hpp).
  std::shared_ptr<const EventSource> stream;
};

/// True when the names are equal without regard to ASCII case.
bool same_name(std::string_view a, std::string_view b);

}  // namespace chopay::http
