#include "gateway/net/tls_secret.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "gateway/net/tls_identity.hpp"

namespace chopay::net {
namespace {

constexpr std::string_view identity_name = "chopay gateway";
constexpr std::string_view purpose{"chopay gateways v1\0", 19};  // of no other use of the file
// An external key goes with a hash; without one said it is SHA-256 (RFC 8446 §4.2.11).
constexpr const char* suites = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256";

void free_secret(void*, void* secret, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<TlsSecret*>(secret);
}

int secret_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_secret);
  return index;
}

unsigned give_key(SSL* tls, unsigned char* into, unsigned room) {
  const auto* const secret =
      static_cast<TlsSecret*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), secret_index()));
  if (!secret || room < secret->key().size()) return 0;
  std::copy(secret->key().begin(), secret->key().end(), into);
  return static_cast<unsigned>(secret->key().size());
}

unsigned give_to_server(SSL* tls, const char*, char* identity, unsigned identity_room,
                        unsigned char* into, unsigned room) {
  if (identity_room <= identity_name.size()) return 0;
  std::memcpy(identity, identity_name.data(), identity_name.size());
  identity[identity_name.size()] = '\0';
  return give_key(tls, into, room);
}

unsigned give_to_client(SSL* tls, const char* identity, unsigned char* into, unsigned room) {
  return identity && identity == identity_name ? give_key(tls, into, room) : 0;
}

}  // namespace

TlsSecret::TlsSecret(std::string_view text) : key_{} {
  auto bytes = std::string{purpose}.append(text);
  EVP_Digest(bytes.data(), bytes.size(), key_.data(), nullptr, EVP_sha256(), nullptr);
  OPENSSL_cleanse(bytes.data(), bytes.size());
}

TlsSecret::~TlsSecret() {
  OPENSSL_cleanse(key_.data(), key_.size());
}

bool use_secret(const TlsSecret& secret, ssl_ctx_st* tls) {
  auto copy = std::make_unique<TlsSecret>(secret);
  if (SSL_CTX_set_ex_data(tls, secret_index(), copy.get()) != 1) return false;
  copy.release();  // NOLINT(bugprone-unused-return-value): the context frees it
  SSL_CTX_set_psk_client_callback(tls, give_to_server);
  SSL_CTX_set_psk_server_callback(tls, give_to_client);
  SSL_CTX_set_num_tickets(tls, 0);
  return SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_ciphersuites(tls, suites) == 1;
}

std::shared_ptr<TlsIdentity> identity_of(const TlsSecret& secret) {
  auto identity = std::make_shared<TlsIdentity>();
  auto* const tls = identity->context();
  if (!tls) return nullptr;
  SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                            SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(tls, 1);
  return use_secret(secret, tls) ? identity : nullptr;
}

}  // namespace chopay::net
