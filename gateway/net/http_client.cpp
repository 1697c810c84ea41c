#include "gateway/net/http_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <array>
#include <optional>

#include "gateway/net/awaited.hpp"
#include "gateway/net/error.hpp"
#include "gateway/net/public_address.hpp"

namespace chopay::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Answer = ledger::Result<ClientAnswer>;
using Parser = beast::response_parser<beast::string_body>;

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

/// The bytes to send; none when the method or a header could smuggle in more than itself.
std::optional<std::string> message_of(const ClientRequest& request, const Place& place) {
  if (beast::string_to_verb(request.method) == beast::verb::unknown) return {};
  auto message = request.method + ' ' + place.target + " HTTP/1.1\r\nHost: " + place.authority +
                 "\r\nUser-Agent: chopay\r\nConnection: close\r\n";
  for (const auto& [name, value] : request.headers) {
    const bool token = !name.empty() && name.find_first_of(" \t\r\n:") == std::string::npos;
    if (!token || !one_line(name) || !one_line(value)) return {};
    message += name + ": " + value + "\r\n";
  }
  if (!request.body.empty() || request.method != "GET") {
    message += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return message + "\r\n" + request.body;
}

/// One call under way, and the one place where its deadline is kept: when it passes, whatever is
/// awaited ends.
class Attempt final : public Deadline {
 public:
  explicit Attempt(Loop& loop)
      : Deadline(loop.sweeper()), resolver(loop.executor()), socket(loop.executor()) {}

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
  tcp::socket socket;              ///< until it is connected
  std::unique_ptr<Stream> stream;  ///< from then on

 private:
  void expired() noexcept override {
    timed_out_ = true;
    resolver.cancel();
    error_code ignored;
    socket.close(ignored);
    if (stream) stream->cancel();
  }

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
  const auto [failure, endpoint] = co_await asio::async_connect(attempt.socket, endpoints, awaited);
  co_return failure;
}

/// The stream over the socket that was connected; open() is still to come.
std::unique_ptr<Stream> stream_over(Loop& loop, tcp::socket& socket, const Place& place,
                                    const std::shared_ptr<TlsTrust>& trust) {
  error_code failure;
  const int connected = socket.release(failure);
  if (failure) return nullptr;
  if (!place.encrypted) return make_plain_stream(loop, connected);
  return make_tls_stream(loop, connected, trust, place.host);
}

/// Reads the answer into the parser, which keeps the limits. The end of the stream ends an answer
/// without a length; one that ends before its length is an error.
Task<error_code> receive(Stream& stream, Parser& parser) {
  std::string bytes;  // what the parser has not taken yet: at most a header and one read
  std::array<char, 8 * 1024> piece;
  parser.eager(true);
  while (!parser.is_done()) {
    const auto [failure, count] = co_await stream.read_some(piece);
    error_code refused;
    if (failure == asio::error::eof || failure == asio::ssl::error::stream_truncated) {
      // A server that closes without the TLS farewell is common; the parser knows what is whole.
      if (!parser.got_some()) co_return failure;
      parser.put_eof(refused);
      co_return refused;
    }
    if (failure) co_return failure;
    bytes.append(piece.data(), count);
    bytes.erase(0, parser.put(asio::buffer(bytes), refused));
    if (refused && refused != beast::error::need_more) co_return refused;
  }
  co_return error_code{};
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

HttpClient::HttpClient(const std::string& ca_file) : trust_(std::make_shared<TlsTrust>(ca_file)) {}

Task<Answer> HttpClient::fetch(Loop& loop, ClientRequest request) {
  const auto place = place_of(request.url);
  if (!place) co_return ledger::Error(Errc::bad_url);
  const auto message = message_of(request, *place);
  if (!message) co_return ledger::Error(Errc::bad_request);
  Attempt attempt(loop);
  attempt.arm(request.total_max);
  if (const auto failure = co_await connect(attempt, *place, request.public_addresses_only)) {
    co_return attempt.why(failure, place->host);
  }
  attempt.stream = stream_over(loop, attempt.socket, *place, trust_);
  if (!attempt.stream) co_return attempt.why(asio::error::not_socket, place->host);
  if (const auto failure = co_await attempt.stream->open()) {
    co_return attempt.why(failure, place->host);
  }
  Parser parser;
  parser.header_limit(16 * 1024);
  parser.body_limit(request.answer_bytes_max);
  parser.skip(request.method == "HEAD");
  if (!co_await write_all(*attempt.stream, *message)) {
    co_return attempt.why(asio::error::connection_reset, place->host);
  }
  if (const auto failure = co_await receive(*attempt.stream, parser)) {
    co_return attempt.why(failure, place->host);
  }
  co_return answer_of(parser.release());
}

}  // namespace chopay::net
