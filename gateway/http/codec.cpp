#include "gateway/http/codec.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/detail/sha1.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <cstring>

#include "ledger/base64.hpp"

namespace chopay::http {
namespace {

namespace beast = boost::beast::http;
using boost::system::error_code;
using beast_string = boost::beast::string_view;

std::string_view view(beast_string text) {
  return {text.data(), text.size()};
}

/// Beast's parser with our Head as its container. It sees the head only: the body is framed by
/// the one Content-Length that the guard lets through.
class HeadParser final : public beast::basic_parser<true> {
 public:
  explicit HeadParser(Head& head) : head_(head) {}

 private:
  void on_request_impl(beast::verb, beast_string method, beast_string target, int version,
                       error_code& ec) override {
    head_.method = view(method);
    head_.target = view(target);
    head_.version = version;
    ec = {};
  }
  void on_response_impl(int, beast_string, int, error_code& ec) override { ec = {}; }
  void on_field_impl(beast::field, beast_string name, beast_string value, error_code& ec) override {
    head_.fields.push_back({view(name), view(value)});
    ec = {};
  }
  void on_header_impl(error_code& ec) override { ec = {}; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code& ec) override {
    ec = {};
  }
  std::size_t on_body_impl(beast_string body, error_code& ec) override {
    ec = {};
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, beast_string, error_code& ec) override { ec = {}; }
  std::size_t on_chunk_body_impl(std::uint64_t, beast_string body, error_code& ec) override {
    ec = {};
    return body.size();
  }
  void on_finish_impl(error_code& ec) override { ec = {}; }

  Head& head_;
};

bool names_an_http_version(std::string_view bytes) {
  const auto line = bytes.substr(0, bytes.find('\r'));
  const auto space = line.find(' ');
  const auto last = line.rfind(' ');
  return space != last && line.find(' ', space + 1) == last &&
         line.substr(last + 1).starts_with("HTTP/");
}

constexpr Refusal bare_line_feed{400, "bad_request", "A line ends with a bare line feed."};
constexpr Refusal folded_line{400, "bad_request", "A header line is folded."};
constexpr Refusal no_method{400, "bad_request", "The request does not begin with a method."};
constexpr Refusal malformed{400, "bad_request", "The request head is malformed."};
constexpr Refusal wrong_version{505, "http_version", "Only HTTP/1.1 is served."};

}  // namespace

std::string websocket_accept(std::string_view key) {
  namespace beast_detail = boost::beast::detail;
  static constexpr std::string_view guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  beast_detail::sha1_context context;
  beast_detail::init(context);
  beast_detail::update(context, key.data(), key.size());
  beast_detail::update(context, guid.data(), guid.size());
  char digest[beast_detail::sha1_context::digest_size];
  beast_detail::finish(context, digest);
  return ledger::to_base64({digest, sizeof digest});
}

std::optional<Refusal> HeadScanner::scan(std::string_view bytes) {
  if (looked_at_ == 0 && !bytes.empty() && (bytes[0] < 'A' || bytes[0] > 'Z')) return no_method;
  while (looked_at_ < bytes.size()) {
    const char* const from = bytes.data() + looked_at_;
    // A folded line is seen one byte behind the line feed, so lines are looked at by their start.
    if (looked_at_ == line_ && (*from == ' ' || *from == '\t')) return folded_line;
    const void* const found = std::memchr(from, '\n', bytes.size() - looked_at_);
    if (!found) {
      looked_at_ = bytes.size();
      return std::nullopt;
    }
    const auto feed = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (feed == 0 || bytes[feed - 1] != '\r') return bare_line_feed;
    looked_at_ = feed + 1;
    if (feed == line_ + 1) {
      size_ = looked_at_;
      return std::nullopt;
    }
    line_ = looked_at_;
  }
  return std::nullopt;
}

std::optional<Refusal> parse_head(std::string_view bytes, Head& head) {
  head.fields.clear();
  HeadParser parser(head);
  parser.header_limit(static_cast<std::uint32_t>(bytes.size()));
  // How long a body may be is the route's to say, and answered 413; here it would be a broken head.
  parser.body_limit(boost::none);
  error_code failure;
  parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), failure);
  if (!failure && parser.is_header_done()) return std::nullopt;
  if (failure == beast::error::bad_version && names_an_http_version(bytes)) return wrong_version;
  return malformed;
}

}  // namespace chopay::http
