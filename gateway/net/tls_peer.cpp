#include "gateway/net/tls_peer.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

#include "gateway/net/error.hpp"
#include "gateway/net/tls_identity.hpp"

namespace chopay::net {
namespace {

std::string fingerprint_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), hash.data(), &size) != 1) return {};
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += digits[hash[i] >> 4];
    text += digits[hash[i] & 15];
  }
  return text;
}

std::string text_of(const ASN1_STRING* value) {
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, value);
  if (size < 0) return {};
  std::string text(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return text;
}

std::vector<std::string> names_of(X509* certificate) {
  std::vector<std::string> names;
  const auto* const subject = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at >= 0) names.push_back(text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at))));
  auto* const others = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(others); ++i) {
    const auto* const name = sk_GENERAL_NAME_value(others, i);
    if (name->type == GEN_DNS) names.push_back(text_of(name->d.dNSName));
  }
  GENERAL_NAMES_free(others);
  return names;
}

/// Lets everybody through: whether the certificate is good enough is the route's question, and its
/// refusal comes with a reason where a broken handshake would have none.
int look_at_certificate(X509_STORE_CTX* chain, void*) {
  auto certificate = std::make_shared<PeerCertificate>();
  auto* const own = X509_STORE_CTX_get0_cert(chain);
  certificate->names = names_of(own);
  if (X509_verify_cert(chain) == 1) {
    auto* const links = X509_STORE_CTX_get0_chain(chain);
    for (int i = 0; i < sk_X509_num(links); ++i) {
      certificate->chain.push_back(fingerprint_of(sk_X509_value(links, i)));
    }
  } else {
    certificate->complaint = X509_verify_cert_error_string(X509_STORE_CTX_get_error(chain));
    certificate->chain.push_back(fingerprint_of(own));
  }
  X509_STORE_CTX_set_error(chain, X509_V_OK);
  const auto* const tls =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
  *static_cast<std::shared_ptr<const PeerCertificate>*>(SSL_get_app_data(tls)) =
      std::move(certificate);
  return 1;
}

}  // namespace

// The names of the authorities are sent along, so that browsers, which have no certificate of
// theirs, do not bother people with the question.
bool ask_clients_for(const std::string& authorities, ssl_ctx_st* tls) {
  if (SSL_CTX_load_verify_file(tls, authorities.c_str()) != 1) return false;
  auto* names = SSL_CTX_get_client_CA_list(tls) ? SSL_dup_CA_list(SSL_CTX_get_client_CA_list(tls))
                                                : sk_X509_NAME_new_null();
  const bool added = SSL_add_file_cert_subjects_to_stack(names, authorities.c_str()) == 1;
  SSL_CTX_set_client_CA_list(tls, names);
  X509_STORE_set_flags(SSL_CTX_get_cert_store(tls), X509_V_FLAG_PARTIAL_CHAIN);
  SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(tls, look_at_certificate, nullptr);
  return added;
}

void put_certificate_into(std::shared_ptr<const PeerCertificate>& place, ssl_st* tls) {
  SSL_set_app_data(tls, &place);
}

ledger::Result<std::vector<std::string>> fingerprints_in(const std::string& file) {
  std::vector<std::string> fingerprints;
  auto* const store = X509_STORE_new();
  X509_STORE_load_file(store, file.c_str());
  auto* const certificates = X509_STORE_get1_all_certs(store);
  const int count = std::max(sk_X509_num(certificates), 0);  // -1: not even an empty list
  fingerprints.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    fingerprints.push_back(fingerprint_of(sk_X509_value(certificates, i)));
  }
  sk_X509_pop_free(certificates, X509_free);
  X509_STORE_free(store);
  ERR_clear_error();
  if (fingerprints.empty()) return ledger::Error(Errc::bad_pem, file);
  return fingerprints;
}

}  // namespace chopay::net
