#include "tests/gateway/net/test_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace chopay::testing {
namespace {

template <class T, void (*release)(T*)>
struct Releaser {
  void operator()(T* object) const { release(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Releaser<X509, X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Releaser<X509_EXTENSION, X509_EXTENSION_free>>;

Certificate self_signed(EVP_PKEY* key) {
  Certificate certificate(X509_new());
  auto* const raw = certificate.get();
  X509_set_version(raw, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(raw), 1);
  X509_gmtime_adj(X509_getm_notBefore(raw), -3600);
  X509_gmtime_adj(X509_getm_notAfter(raw), 3600);
  X509_set_pubkey(raw, key);
  const unsigned char name[] = "localhost";
  X509_NAME_add_entry_by_txt(X509_get_subject_name(raw), "CN", MBSTRING_ASC, name, -1, -1, 0);
  X509_set_issuer_name(raw, X509_get_subject_name(raw));
  const Extension names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost"));
  X509_add_ext(raw, names.get(), -1);
  X509_sign(raw, key, EVP_sha256());
  return certificate;
}

}  // namespace

TestCertificate::TestCertificate() {
  auto pattern = (std::filesystem::temp_directory_path() / "chopay-tls-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for the certificate");
  folder_ = pattern;
  renew();
}

TestCertificate::~TestCertificate() {
  std::filesystem::remove_all(folder_);
}

void TestCertificate::renew() {
  const Key key(EVP_EC_gen("P-256"));
  const auto certificate = self_signed(key.get());
  const auto write = [](const std::filesystem::path& path, auto put) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"),
                                                               std::fclose);
    put(file.get());
  };
  std::filesystem::remove(key_file());
  write(key_file(), [&](std::FILE* file) {
    PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  std::filesystem::permissions(key_file(), std::filesystem::perms::owner_read);
  write(certificate_file(), [&](std::FILE* file) { PEM_write_X509(file, certificate.get()); });
}

}  // namespace chopay::testing
