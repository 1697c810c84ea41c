#pragma once

#include <memory>
#include <string>

#include "gateway/net/stream.hpp"
#include "gateway/net/tls_secret.hpp"

namespace chopay::net {

/// Whom a client trusts: TLS 1.2 and 1.3, the server's certificate checked against the host's name.
/// Immutable, so that all I/O threads share it.
class TlsTrust {
 public:
  /// `ca_file` (PEM) replaces the system's trusted authorities; empty keeps them. Throws
  /// boost::system::system_error when it cannot be read.
  explicit TlsTrust(const std::string& ca_file);
  /// Trusts whoever has the secret, and no certificate. Throws boost::system::system_error.
  explicit TlsTrust(const TlsSecret& secret);
  ~TlsTrust();

  struct Context;
  Context& context() { return *context_; }

 private:
  std::unique_ptr<Context> context_;
};

/// The calling end of an encrypted stream over a connected socket, which it owns from now on.
/// open() is the handshake, and fails unless the certificate is the host's; try_write() never
/// writes. `host` is empty where the trust is in a secret.
std::unique_ptr<Stream> make_tls_stream(Loop& loop, int socket, std::shared_ptr<TlsTrust> trust,
                                        const std::string& host);

}  // namespace chopay::net
