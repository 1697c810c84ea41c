#include "gateway/net/tls_identity.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "gateway/net/error.hpp"
#include "gateway/net/ticket_keys.hpp"
#include "gateway/net/tls_peer.hpp"

namespace chopay::net {
namespace {

constexpr const char* suites_13 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* suites_12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* groups = "X25519:P-256:P-384";
constexpr unsigned char session_context[] = "chopay";

TicketKeys::Time this_moment() {
  return std::chrono::steady_clock::now();
}

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

bool use_mac_key(EVP_MAC_CTX* mac, TicketKeys::Key& key) {
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key.mac.data(), key.mac.size()),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  return EVP_MAC_CTX_set_params(mac, parameters) == 1;
}

/// SSL_CTX_set_tlsext_ticket_key_evp_cb(3): -1 an error, 0 no such key, 1 done, 2 done and the
/// ticket is to be replaced.
int use_ticket_key(SSL* tls, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher,
                   EVP_MAC_CTX* mac, int making) {
  auto& keys = *static_cast<TicketKeys*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(tls)));
  const auto* const how = EVP_aes_256_cbc();
  if (making != 0) {
    auto key = keys.newest(this_moment());
    std::copy(key.name.begin(), key.name.end(), name);
    const bool made = RAND_bytes(iv, EVP_CIPHER_get_iv_length(how)) == 1 &&
                      EVP_EncryptInit_ex2(cipher, how, key.cipher.data(), iv, nullptr) == 1 &&
                      use_mac_key(mac, key);
    OPENSSL_cleanse(&key, sizeof key);
    return made ? 1 : -1;
  }
  unsigned char asked[16];
  std::copy_n(name, sizeof asked, asked);
  auto found = keys.find(asked, this_moment());
  if (!found) return 0;
  const bool opened =
      EVP_DecryptInit_ex2(cipher, how, found->key.cipher.data(), iv, nullptr) == 1 &&
      use_mac_key(mac, found->key);
  OPENSSL_cleanse(&*found, sizeof *found);
  if (!opened) return -1;
  return found->newest ? 1 : 2;
}

/// A certificate is proved anew on each connection: its authority may be another's meanwhile, and a
/// ticket does not hold the chain.
SSL_TICKET_RETURN open_ticket(SSL*, SSL_SESSION* session, const unsigned char*, std::size_t,
                              SSL_TICKET_STATUS status, void*) {
  if (status == SSL_TICKET_EMPTY || status == SSL_TICKET_NO_DECRYPT) {
    return SSL_TICKET_RETURN_IGNORE_RENEW;
  }
  if (session && SSL_SESSION_get0_peer(session)) return SSL_TICKET_RETURN_IGNORE_RENEW;
  return status == SSL_TICKET_SUCCESS_RENEW ? SSL_TICKET_RETURN_USE_RENEW : SSL_TICKET_RETURN_USE;
}

bool set_rules(SSL_CTX* tls, TicketKeys& keys) {
  SSL_CTX_set_options(tls, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                               SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
  // An idle connection then costs a few KB instead of 76 KB.
  SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                            SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(tls, 1);  // a record costs one system call rather than two
  SSL_CTX_set_alpn_select_cb(tls, choose_protocol, nullptr);
  SSL_CTX_set_app_data(tls, &keys);
  SSL_CTX_set_tlsext_ticket_key_evp_cb(tls, use_ticket_key);
  SSL_CTX_set_session_ticket_cb(tls, nullptr, open_ticket, nullptr);
  SSL_CTX_set_num_tickets(tls, 1);
  SSL_CTX_set_timeout(tls, std::chrono::seconds{TicketKeys::lifetime}.count());
  return SSL_CTX_set_session_id_context(tls, session_context, sizeof session_context - 1) == 1 &&
         SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_ciphersuites(tls, suites_13) == 1 &&
         SSL_CTX_set_cipher_list(tls, suites_12) == 1 && SSL_CTX_set1_groups_list(tls, groups) == 1;
}

ledger::Error error_in(const std::string& file) {
  const auto* const reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return {Errc::bad_pem, reason ? file + ": " + reason : file};
}

bool everybody_may_read(const std::string& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 && (status.st_mode & S_IRWXO) != 0;
}

}  // namespace

struct TlsIdentity::State {
  TicketKeys keys{this_moment()};
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> tls{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
};

TlsIdentity::TlsIdentity() : state_(std::make_unique<State>()) {}
TlsIdentity::~TlsIdentity() = default;

ssl_ctx_st* TlsIdentity::context() {
  return state_->tls.get();
}

ledger::Result<std::shared_ptr<TlsIdentity>> TlsIdentity::load(const TlsFiles& files) {
  ERR_clear_error();
  auto identity = std::make_shared<TlsIdentity>();
  auto* const tls = identity->context();
  if (!tls || !set_rules(tls, identity->state_->keys)) return error_in("TLS");
  if (SSL_CTX_use_certificate_chain_file(tls, files.certificate.c_str()) != 1) {
    return error_in(files.certificate);
  }
  if (everybody_may_read(files.key)) return ledger::Error(Errc::key_readable, files.key);
  if (SSL_CTX_use_PrivateKey_file(tls, files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(tls) != 1) {
    return error_in(files.key);
  }
  for (const auto& authorities : files.client_authorities) {
    if (!ask_clients_for(authorities, tls)) return error_in(authorities);
  }
  return identity;
}

}  // namespace chopay::net
