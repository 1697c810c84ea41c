#pragma once

#include <memory>
#include <string>

#include "gateway/net/stream.hpp"
#include "ledger/result.hpp"

namespace chopay::net {

/// The certificate and the rules of the server's TLS: 1.2 and 1.3, the suites and groups of
/// Mozilla's "intermediate" (v6.0), ALPN http/1.1 only, no compression, no renegotiation, no
/// tickets. Immutable, so that all I/O threads share it; to renew the certificate make another.
class TlsIdentity {
 public:
  /// PEM files: the certificate with its chain, and its private key. Fails with OpenSSL's error
  /// and the name of the file, also when the two do not belong together.
  static ledger::Result<std::shared_ptr<TlsIdentity>> load(const std::string& certificate_file,
                                                           const std::string& key_file);
  TlsIdentity();
  ~TlsIdentity();

  struct Context;
  Context& context() { return *context_; }

 private:
  std::unique_ptr<Context> context_;
};

/// Whom a client trusts: TLS 1.2 and 1.3, the server's certificate checked against the host's name.
/// Immutable, so that all I/O threads share it.
class TlsTrust {
 public:
  /// `ca_file` (PEM) replaces the system's trusted authorities; empty keeps them. Throws
  /// boost::system::system_error when it cannot be read.
  explicit TlsTrust(const std::string& ca_file);
  ~TlsTrust();

  struct Context;
  Context& context() { return *context_; }

 private:
  std::unique_ptr<Context> context_;
};

/// An encrypted stream over a connected socket, which it owns from now on. open() is the
/// handshake; try_write() never writes.
std::unique_ptr<Stream> make_tls_stream(Loop& loop, int socket,
                                        std::shared_ptr<TlsIdentity> identity);
/// The same for the end that called: open() fails unless the certificate is the host's.
std::unique_ptr<Stream> make_tls_stream(Loop& loop, int socket, std::shared_ptr<TlsTrust> trust,
                                        const std::string& host);

}  // namespace chopay::net
