#include "gateway/net/tls.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <sys/ioctl.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "gateway/net/awaited.hpp"

namespace chopay::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr const char* suites_13 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* suites_12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* groups = "X25519:P-256:P-384";

/// Takes http/1.1 when the client offers protocols; a client that offers only others is refused.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* in, unsigned in_size, void*) {
  constexpr std::string_view ours = "http/1.1";
  std::string_view offered(reinterpret_cast<const char*>(in), in_size);
  while (!offered.empty()) {
    const auto size = static_cast<unsigned char>(offered[0]);
    if (offered.substr(1, size) == ours) {
      *out = reinterpret_cast<const unsigned char*>(offered.data()) + 1;
      *out_size = size;
      return SSL_TLSEXT_ERR_OK;
    }
    offered.remove_prefix(std::min<std::size_t>(offered.size(), size + 1U));
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool set_rules(SSL_CTX* tls) {
  SSL_CTX_set_options(tls, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                               SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
  // An idle connection then costs a few KB instead of 76 KB.
  SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(tls, choose_protocol, nullptr);
  return SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_ciphersuites(tls, suites_13) == 1 &&
         SSL_CTX_set_cipher_list(tls, suites_12) == 1 && SSL_CTX_set1_groups_list(tls, groups) == 1;
}

}  // namespace

struct TlsIdentity::Context {
  asio::ssl::context tls{asio::ssl::context::tls_server};
};

TlsIdentity::TlsIdentity() : context_(std::make_unique<Context>()) {}
TlsIdentity::~TlsIdentity() = default;

ledger::Result<std::shared_ptr<TlsIdentity>> TlsIdentity::load(const std::string& certificate_file,
                                                               const std::string& key_file) {
  auto identity = std::make_shared<TlsIdentity>();
  auto& tls = identity->context_->tls;
  error_code failure;
  tls.use_certificate_chain_file(certificate_file, failure);
  if (failure) return ledger::Error(failure, certificate_file);
  tls.use_private_key_file(key_file, asio::ssl::context::pem, failure);
  if (failure) return ledger::Error(failure, key_file);
  if (!set_rules(tls.native_handle()) || SSL_CTX_check_private_key(tls.native_handle()) != 1) {
    return ledger::Error(
        error_code(static_cast<int>(ERR_get_error()), asio::error::get_ssl_category()), key_file);
  }
  return identity;
}

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

TlsTrust::~TlsTrust() = default;

namespace {

class TlsStream final : public Stream {
 public:
  /// `owner` keeps the context alive.
  TlsStream(Loop& loop, int socket, std::shared_ptr<void> owner, asio::ssl::context& context,
            asio::ssl::stream_base::handshake_type end)
      : owner_(std::move(owner)), end_(end), tls_(loop.executor(), context) {
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
    const auto [failure] = co_await tls_.async_handshake(end_, awaited);
    co_return failure;
  }

  Task<IoResult> read_some(std::span<char> into) override {
    return tls_.async_read_some(asio::buffer(into.data(), into.size()), awaited);
  }

  Task<IoResult> write_some(std::span<const char> bytes) override {
    return tls_.async_write_some(asio::buffer(bytes.data(), bytes.size()), awaited);
  }

  std::size_t try_write(std::span<const char>) noexcept override { return 0; }

  bool has_input() noexcept override {
    int waiting = 0;
    return SSL_pending(tls_.native_handle()) > 0 ||
           (::ioctl(tls_.next_layer().native_handle(), FIONREAD, &waiting) == 0 && waiting > 0);
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
  }

  void close() noexcept override {
    error_code ignored;
    tls_.next_layer().close(ignored);
  }

 private:
  std::shared_ptr<void> owner_;
  asio::ssl::stream_base::handshake_type end_;
  asio::ssl::stream<asio::ip::tcp::socket> tls_;
};

}  // namespace

std::unique_ptr<Stream> make_tls_stream(Loop& loop, int socket,
                                        std::shared_ptr<TlsIdentity> identity) {
  auto& context = identity->context().tls;
  return std::make_unique<TlsStream>(loop, socket, std::move(identity), context,
                                     asio::ssl::stream_base::server);
}

std::unique_ptr<Stream> make_tls_stream(Loop& loop, int socket, std::shared_ptr<TlsTrust> trust,
                                        const std::string& host) {
  auto& context = trust->context().tls;
  auto stream = std::make_unique<TlsStream>(loop, socket, std::move(trust), context,
                                            asio::ssl::stream_base::client);
  stream->expect(host);
  return stream;
}

}  // namespace chopay::net
