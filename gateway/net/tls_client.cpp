#include "gateway/net/tls_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <sys/socket.h>

#include <utility>

#include "gateway/net/awaited.hpp"
#include "gateway/net/error.hpp"

namespace chopay::net {
namespace asio = boost::asio;
using boost::system::error_code;

struct TlsTrust::Context {
  asio::ssl::context tls{asio::ssl::context::tls_client};
};

TlsTrust::TlsTrust(const std::string& ca_file) : context_(std::make_unique<Context>()) {
  auto& tls = context_->tls;
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  tls.set_verify_mode(asio::ssl::verify_peer);
  if (ca_file.empty()) {
    tls.set_default_verify_paths();
  } else {
    tls.load_verify_file(ca_file);
  }
}

// A server without the secret has to show a certificate, and nobody is trusted to vouch for one.
TlsTrust::TlsTrust(const TlsSecret& secret) : context_(std::make_unique<Context>()) {
  context_->tls.set_verify_mode(asio::ssl::verify_peer);
  if (!use_secret(secret, context_->tls.native_handle())) {
    throw boost::system::system_error(make_error_code(Errc::tls_failed));
  }
}

TlsTrust::~TlsTrust() = default;

namespace {

class TlsClientStream final : public Stream {
 public:
  TlsClientStream(Loop& loop, int socket, std::shared_ptr<TlsTrust> trust)
      : trust_(std::move(trust)), tls_(loop.executor(), trust_->context().tls) {
    tls_.next_layer().assign(asio::ip::tcp::v4(), socket);
    error_code ignored;
    tls_.next_layer().set_option(asio::ip::tcp::no_delay(true), ignored);
  }

  /// Before open(): asks for the host by name (SNI) and takes only its certificate.
  void expect(const std::string& host) {
    error_code ignored;
    tls_.set_verify_callback(asio::ssl::host_name_verification(host), ignored);
    SSL_set_tlsext_host_name(tls_.native_handle(), host.c_str());
  }

  Task<error_code> open() override {
    const auto [failure] = co_await tls_.async_handshake(asio::ssl::stream_base::client, awaited);
    co_return failure;
  }

  Task<IoResult> read_some(std::span<char> into) override {
    return tls_.async_read_some(asio::buffer(into.data(), into.size()), awaited);
  }

  Task<IoResult> write_some(std::span<const char> bytes) override {
    return tls_.async_write_some(asio::buffer(bytes.data(), bytes.size()), awaited);
  }

  std::size_t try_write(std::span<const char>) noexcept override { return 0; }

  // The end of the stream counts: whoever wants to use it again must not write into it.
  bool has_input() noexcept override {
    char byte = 0;
    return SSL_pending(tls_.native_handle()) > 0 ||
           ::recv(tls_.next_layer().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
  }

  void cancel() noexcept override {
    error_code ignored;
    tls_.next_layer().cancel(ignored);
  }

  // The farewell is waited for as long as the owner's deadline lets it.
  Task<void> finish() override {
    co_await tls_.async_shutdown(awaited);
    error_code ignored;
    tls_.next_layer().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    co_return;  // says what is so anyway to cppcheck, which is told that co_await is not there
  }

  void close() noexcept override {
    error_code ignored;
    tls_.next_layer().close(ignored);
  }

 private:
  std::shared_ptr<TlsTrust> trust_;  ///< outlives what is encrypted by it
  asio::ssl::stream<asio::ip::tcp::socket> tls_;
};

}  // namespace

std::unique_ptr<Stream> make_tls_stream(Loop& loop, int socket, std::shared_ptr<TlsTrust> trust,
                                        const std::string& host) {
  auto stream = std::make_unique<TlsClientStream>(loop, socket, std::move(trust));
  if (!host.empty()) stream->expect(host);
  return stream;
}

}  // namespace chopay::net
