#include "gateway/http/passed_on.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "gateway/http/percent.hpp"
#include "gateway/http/request_id.hpp"
#include "gateway/net/peer_certificate.hpp"

namespace chopay::http {
namespace {

constexpr std::string_view client_field = "Chopay-Client";
/// The complaint, the names and the chain, each encoded: "complaint;name,name;chain,chain".
constexpr std::string_view certificate_field = "Chopay-Client-Certificate";

constexpr std::array<std::string_view, 13> of_one_connection{"Connection",
                                                             "Keep-Alive",
                                                             "Proxy-Connection",
                                                             "Proxy-Authenticate",
                                                             "Proxy-Authorization",
                                                             "TE",
                                                             "Trailer",
                                                             "Transfer-Encoding",
                                                             "Upgrade",
                                                             "Content-Length",
                                                             "Sec-WebSocket-Key",
                                                             "Sec-WebSocket-Version",
                                                             "Sec-WebSocket-Extensions"};
constexpr std::array<std::string_view, 8> own_fields{
    "Connection",        "Content-Length",         "Content-Type",   "Date",
    "X-Accel-Buffering", "X-Content-Type-Options", request_id_field, "Strict-Transport-Security"};

template <std::size_t size>
bool has(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](std::string_view one) { return same_name(one, name); });
}

std::string joined(const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) {
    if (!list.empty()) list += ',';
    list += percent_encoded(text);
  }
  return list;
}

std::vector<std::string> parted(std::string_view list) {
  std::vector<std::string> texts;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    texts.push_back(percent_decoded(list.substr(0, comma)).value_or(std::string{}));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return texts;
}

std::string text_of(const net::PeerCertificate& certificate) {
  return percent_encoded(certificate.complaint) + ';' + joined(certificate.names) + ';' +
         joined(certificate.chain);
}

std::shared_ptr<const net::PeerCertificate> certificate_of(std::string_view text) {
  const auto first = text.find(';');
  const auto second = text.find(';', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return nullptr;
  auto certificate = std::make_shared<net::PeerCertificate>();
  certificate->complaint =
      percent_decoded(text.substr(0, first)).value_or("it was passed on wrongly");
  certificate->names = parted(text.substr(first + 1, second - first - 1));
  certificate->chain = parted(text.substr(second + 1));
  return certificate;
}

void add_field(std::string& message, std::string_view name, std::string_view value) {
  message.append(name).append(": ").append(value).append("\r\n");
}

/// The path of the pattern with this exchange's parameters. The rest keeps its slashes.
std::string path_of(const Exchange& exchange, std::string_view pattern) {
  std::string path;
  while (!pattern.empty()) {
    const auto open = std::min(pattern.find('{'), pattern.size());
    path.append(pattern.substr(0, open));
    pattern.remove_prefix(open);
    if (pattern.empty()) break;
    const auto close = pattern.find('}');
    auto name = pattern.substr(1, close - 1);
    pattern.remove_prefix(close + 1);
    const bool rest = name.ends_with("...");
    if (rest) name.remove_suffix(3);
    auto value = percent_encoded(exchange.param(name));
    for (auto at = value.find("%2F"); rest && at != std::string::npos; at = value.find("%2F")) {
      value.replace(at, 3, "/");
    }
    path.append(value);
  }
  return path;
}

}  // namespace

std::string message_to_pass_on(const Exchange& exchange, std::string_view pattern,
                               std::string_view last_event_id) {
  const auto& request = exchange.request();
  const auto method = request.method == Method::head ? Method::get : request.method;
  std::string message{name_of(method)};
  message.append(" ").append(path_of(exchange, pattern));
  if (!request.query.empty()) message.append("?").append(request.query);
  message.append(" HTTP/1.1\r\n");
  for (const auto& [name, value] : request.headers.fields()) {
    if (has(of_one_connection, name) || same_name(name, client_field) ||
        same_name(name, certificate_field) || same_name(name, request_id_field)) {
      continue;
    }
    if (!last_event_id.empty() && same_name(name, "Last-Event-ID")) continue;
    add_field(message, name, value);
  }
  if (!last_event_id.empty()) add_field(message, "Last-Event-ID", last_event_id);
  add_field(message, client_field, request.peer);
  if (request.certificate) add_field(message, certificate_field, text_of(*request.certificate));
  if (!request.id.empty()) add_field(message, request_id_field, request.id);
  if (method != Method::get) {
    add_field(message, "Content-Length", std::to_string(request.body.size()));
  }
  return message.append("\r\n").append(request.body);
}

bool take_client(Request& request) {
  const auto client = request.headers.get(client_field);
  if (client.empty()) return false;
  request.peer.assign(client);
  const auto certificate = request.headers.find(certificate_field);
  request.certificate = certificate ? certificate_of(*certificate) : nullptr;
  return !certificate || request.certificate;
}

bool is_own_field(std::string_view name) {
  return has(own_fields, name);
}

}  // namespace chopay::http
