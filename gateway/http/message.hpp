#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chopay::http {

enum class Method { get, head, post, put, delete_ };

/// Header fields in their order; names compare without case.
class Headers {
 public:
  void add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
  }
  /// The first value of the name; empty view when absent.
  std::string_view get(std::string_view name) const;
  /// Absent and empty are different here: for fields whose presence matters.
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// A request that has passed the guard: HTTP/1.1, one allow-listed Host, no Transfer-Encoding,
/// a body within its limit.
struct Request {
  Method method = Method::get;
  std::string path;   ///< percent-decoded, starts with '/', no NUL or control characters
  std::string query;  ///< raw text behind '?', may be empty
  Headers headers;
  std::string body;
  std::string peer;  ///< the address that the connection came from, without the port
};

/// A complete answer. The codec adds Content-Length, Date, Connection and the security headers.
struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  Headers headers;
};

}  // namespace chopay::http
