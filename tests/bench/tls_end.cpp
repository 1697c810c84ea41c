#include "tests/bench/tls_end.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <stdexcept>

namespace chopay::bench {
namespace {

/// Of all connections: without a cache of sessions, so that each handshake is a whole one. What is
/// measured is the server, so the client spends nothing on looking who has signed the certificate.
SSL_CTX* context() {
  static SSL_CTX* const made = [] {
    auto* const tls = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION);
    SSL_CTX_set1_groups_list(tls, "P-256");
    SSL_CTX_set_mode(tls, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_ENABLE_PARTIAL_WRITE);
    SSL_CTX_set_read_ahead(tls, 1);
    SSL_CTX_set_cert_verify_callback(
        tls, [](X509_STORE_CTX*, void*) { return 1; }, nullptr);
    return tls;
  }();
  return made;
}

}  // namespace

struct TlsEnd::State {
  std::unique_ptr<SSL, void (*)(SSL*)> tls{SSL_new(context()), SSL_free};

  ssize_t told(int done, std::size_t count) {
    if (done == 1) return static_cast<ssize_t>(count);
    const int why = SSL_get_error(tls.get(), done);
    ERR_clear_error();  // so that the thread's next call finds none
    if (why == SSL_ERROR_ZERO_RETURN) return 0;
    errno = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? EAGAIN : ECONNRESET;
    return -1;
  }
};

TlsEnd::TlsEnd(int socket) : state_(std::make_unique<State>()) {
  SSL_set_fd(state_->tls.get(), socket);
  ERR_clear_error();
  if (SSL_connect(state_->tls.get()) != 1) throw std::runtime_error("the handshake failed");
}

TlsEnd::~TlsEnd() = default;

ssize_t TlsEnd::read(std::span<char> into) {
  std::size_t count = 0;
  const int done = SSL_read_ex(state_->tls.get(), into.data(), into.size(), &count);
  return state_->told(done, count);
}

ssize_t TlsEnd::write(std::string_view bytes) {
  std::size_t count = 0;
  const int done = SSL_write_ex(state_->tls.get(), bytes.data(), bytes.size(), &count);
  return state_->told(done, count);
}

}  // namespace chopay::bench
