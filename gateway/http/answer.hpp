#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"

namespace chopay::http {

/// "Tue, 24 Nov 2026 07:05:09 GMT" (RFC 9110 §5.6.7), formatted once a second.
class DateLine {
 public:
  std::string_view at(std::time_t now);

 private:
  std::time_t second_ = -1;
  std::string text_;
};

/// How an answer is put on the wire.
struct Wire {
  bool close = false;      ///< say "Connection: close"
  bool head_only = false;  ///< the answer to HEAD: the length of the body, but no body
  /// Strict-Transport-Security, where browsers come over TLS; empty: nothing is said of it.
  std::string_view strict_transport = {};
  bool stream = false;                     ///< an event stream: no length, ends with the connection
  std::string_view websocket_accept = {};  ///< a WebSocket instead; its Sec-WebSocket-Accept
  std::string_view request_id = {};  ///< what the request is called in the log; empty: nothing
};

/// Appends the status line and the header fields, with the empty line behind them. Fields with a
/// CR, LF or NUL in them are left out: no value may end its own line.
void write_head(const Response& response, const Wire& wire, std::string_view date,
                std::string& out);

}  // namespace chopay::http
