#include "gateway/net/http_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <optional>

#include "gateway/net/error.hpp"
#include "gateway/net/public_address.hpp"

namespace chopay::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Answer = ledger::Result<ClientAnswer>;
using Message = beast::request<beast::string_body>;
constexpr auto awaited = asio::as_tuple(asio::use_awaitable);

/// Where a URL leads.
struct Place {
  bool encrypted = false;
  std::string host;       ///< without the brackets of an IPv6 address
  std::string authority;  ///< for the Host field
  std::string port;
  std::string target;
};

std::optional<Place> place_of(const std::string& text) {
  const auto url = boost::urls::parse_uri(text);
  if (!url || url->has_userinfo() || url->has_fragment() || url->host().empty()) return {};
  Place place;
  place.encrypted = url->scheme() == "https";
  if (!place.encrypted && url->scheme() != "http") return {};
  place.host = url->host_address();
  place.authority = std::string(url->encoded_host_and_port());
  place.port = url->has_port() ? std::string(url->port()) : place.encrypted ? "443" : "80";
  place.target = std::string(url->encoded_target());
  if (!place.target.starts_with('/')) place.target.insert(0, "/");
  return place;
}

bool one_line(const std::string& text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return c >= 0 && c < ' ' && c != '\t'; });
}

std::optional<Message> message_of(const ClientRequest& request, const Place& place) {
  Message message;
  message.version(11);
  const auto verb = beast::string_to_verb(request.method);
  if (verb == beast::verb::unknown) return {};
  message.method(verb);
  message.target(place.target);
  message.set(beast::field::host, place.authority);
  message.set(beast::field::user_agent, "chopay");
  message.set(beast::field::connection, "close");
  for (const auto& [name, value] : request.headers) {
    const bool token = !name.empty() && name.find_first_of(" \t\r\n:") == std::string::npos;
    if (!token || !one_line(name) || !one_line(value)) return {};
    message.set(name, value);
  }
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

/// The one place where a call's deadline is kept: when it passes, whatever is awaited ends.
class Attempt : public std::enable_shared_from_this<Attempt> {
 public:
  Attempt(const asio::any_io_executor& executor, asio::ssl::context& tls)
      : resolver(executor), stream(executor, tls), timer_(executor) {}

  void start(std::chrono::milliseconds total_max) {
    timer_.expires_after(total_max);
    timer_.async_wait([self = weak_from_this()](const error_code& cancelled) {
      const auto attempt = self.lock();
      if (cancelled || !attempt) return;
      attempt->timed_out_ = true;
      attempt->resolver.cancel();
      error_code ignored;
      attempt->stream.next_layer().close(ignored);
    });
  }

  /// The error to report for what ended with `failure`.
  ledger::Error why(const error_code& failure, const std::string& host) const {
    if (timed_out_) return {Errc::timed_out, host};
    if (failure == beast::error::body_limit || failure == beast::error::header_limit) {
      return {Errc::answer_too_large, host};
    }
    if (failure.category() == make_error_code(beast::error::bad_version).category()) {
      return {Errc::bad_answer, host};
    }
    return {failure, host};
  }
  bool timed_out() const { return timed_out_; }

  tcp::resolver resolver;
  asio::ssl::stream<tcp::socket> stream;

 private:
  asio::steady_timer timer_;
  bool timed_out_ = false;
};

Task<error_code> connect(Attempt& attempt, const Place& place, bool public_only) {
  const auto [unresolved, found] =
      co_await attempt.resolver.async_resolve(place.host, place.port, awaited);
  if (unresolved) co_return unresolved;
  std::vector<tcp::endpoint> endpoints;
  for (const auto& one : found) {
    if (!public_only || is_public_address(one.endpoint().address().to_string())) {
      endpoints.push_back(one.endpoint());
    }
  }
  if (endpoints.empty()) co_return Errc::address_refused;
  if (attempt.timed_out()) co_return Errc::timed_out;
  auto& socket = attempt.stream.next_layer();
  const auto [failure, endpoint] = co_await asio::async_connect(socket, endpoints, awaited);
  if (failure || !place.encrypted) co_return failure;
  error_code unset;
  attempt.stream.set_verify_callback(asio::ssl::host_name_verification(place.host), unset);
  if (!SSL_set_tlsext_host_name(attempt.stream.native_handle(), place.host.c_str())) {
    co_return Errc::bad_url;
  }
  const auto [refused] =
      co_await attempt.stream.async_handshake(asio::ssl::stream_base::client, awaited);
  co_return refused;
}

/// Sends the message and reads the answer into the parser, which keeps the limits: a read into a
/// message would drop them.
template <class Stream>
Task<error_code> converse(Stream& stream, const Message& message,
                          beast::response_parser<beast::string_body>& parser) {
  const auto [unsent, written] = co_await beast::async_write(stream, message, awaited);
  if (unsent) co_return unsent;
  boost::beast::flat_buffer buffer;
  const auto [failure, count] = co_await beast::async_read(stream, buffer, parser, awaited);
  co_return failure;
}

ClientAnswer answer_of(beast::response<beast::string_body> message) {
  ClientAnswer answer;
  answer.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    answer.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  answer.body = std::move(message.body());
  return answer;
}

}  // namespace

struct HttpClient::Trust {
  asio::ssl::context tls{asio::ssl::context::tls_client};
};

HttpClient::HttpClient(const std::string& ca_file) : trust_(std::make_unique<Trust>()) {
  auto& tls = trust_->tls;
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  tls.set_verify_mode(asio::ssl::verify_peer);
  if (ca_file.empty()) {
    tls.set_default_verify_paths();
  } else {
    tls.load_verify_file(ca_file);
  }
}

HttpClient::~HttpClient() = default;

Task<Answer> HttpClient::fetch(ClientRequest request) {
  const auto place = place_of(request.url);
  if (!place) co_return ledger::Error(Errc::bad_url);
  const auto message = message_of(request, *place);
  if (!message) co_return ledger::Error(Errc::bad_request);
  const auto executor = co_await asio::this_coro::executor;
  const auto attempt = std::make_shared<Attempt>(executor, trust_->tls);
  attempt->start(request.total_max);
  if (const auto failure = co_await connect(*attempt, *place, request.public_addresses_only)) {
    co_return attempt->why(failure, place->host);
  }
  beast::response_parser<beast::string_body> parser;
  parser.header_limit(16 * 1024);
  parser.body_limit(request.answer_bytes_max);
  parser.skip(message->method() == beast::verb::head);
  error_code failure;
  if (place->encrypted) {
    failure = co_await converse(attempt->stream, *message, parser);
  } else {
    failure = co_await converse(attempt->stream.next_layer(), *message, parser);
  }
  // A server that closes without the TLS farewell is common; the parser knows what is complete.
  if (failure && !(failure == asio::ssl::error::stream_truncated && parser.is_done())) {
    co_return attempt->why(failure, place->host);
  }
  co_return answer_of(parser.release());
}

}  // namespace chopay::net
