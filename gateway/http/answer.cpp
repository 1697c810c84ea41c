#include "gateway/http/answer.hpp"

#include <array>
#include <charconv>
#include <cstdio>

#include "gateway/http/problem.hpp"
#include "gateway/http/request_id.hpp"

namespace chopay::http {
namespace {

/// Sent with every answer unless the handler set the field itself.
struct Default {
  std::string_view name;
  std::string_view line;
};

constexpr std::array<Default, 4> replaceable{{
    {"Cache-Control", "Cache-Control: no-store\r\n"},
    {"Content-Security-Policy",
     "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
     "form-action 'none'\r\n"},
    {"Referrer-Policy", "Referrer-Policy: no-referrer\r\n"},
    {"Cross-Origin-Resource-Policy", "Cross-Origin-Resource-Policy: same-origin\r\n"},
}};

constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_number(std::size_t number, std::string& out) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

bool one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

void append_field(std::string_view name, std::string_view value, std::string& out) {
  if (!one_line(name) || !one_line(value)) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

bool has_no_body(int status) {
  return status == 204 || status == 304;
}

}  // namespace

std::string_view DateLine::at(std::time_t now) {
  if (now == second_) return text_;
  second_ = now;
  std::tm utc{};
  gmtime_r(&now, &utc);
  // strftime would write the names in the language of the process's locale.
  std::array<char, 40> text{};
  const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                 days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                                 months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900,
                                 utc.tm_hour, utc.tm_min, utc.tm_sec);
  text_.assign(text.data(), static_cast<std::size_t>(size));
  return text_;
}

void write_head(const Response& response, const Wire& wire, std::string_view date,
                std::string& out) {
  if (!wire.websocket_accept.empty()) {
    out.append("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    append_field("Sec-WebSocket-Accept", wire.websocket_accept, out);
    if (!wire.request_id.empty()) append_field(request_id_field, wire.request_id, out);
    out.append("\r\n");
    return;
  }
  out.append("HTTP/1.1 ");
  append_number(static_cast<std::size_t>(response.status), out);
  out.append(" ").append(reason_of(response.status)).append("\r\nDate: ").append(date);
  out.append("\r\nX-Content-Type-Options: nosniff\r\n");
  if (!wire.request_id.empty()) append_field(request_id_field, wire.request_id, out);
  if (!wire.strict_transport.empty()) {
    append_field("Strict-Transport-Security", wire.strict_transport, out);
  }
  const auto fields = response.headers.fields();
  for (const auto& one : replaceable) {
    if (fields.empty() || !response.headers.find(one.name)) out.append(one.line);
  }
  for (const auto& [name, value] : fields) append_field(name, value, out);
  if (wire.stream) {
    out.append("Content-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n");
  } else {
    if (!response.content_type.empty()) append_field("Content-Type", response.content_type, out);
    if (!has_no_body(response.status)) {
      out.append("Content-Length: ");
      append_number(response.body.size(), out);
      out.append("\r\n");
    }
  }
  if (wire.close) out.append("Connection: close\r\n");
  out.append("\r\n");
}

}  // namespace chopay::http
