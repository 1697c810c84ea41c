#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/net/stream.hpp"
#include "gateway/net/tls_files.hpp"
#include "ledger/result.hpp"

struct ssl_ctx_st;

namespace chopay::net {

/// The certificate and the rules of the server's TLS: 1.2 and 1.3, the suites and groups of
/// Mozilla's "intermediate" (v5.7), ALPN http/1.1 only, no compression, no renegotiation, no early
/// data; tickets by keys that change (TicketKeys). Immutable, so that all I/O threads share it; to
/// renew the certificate make another, which ends all tickets.
class TlsIdentity {
 public:
  /// Fails with OpenSSL's error and the name of the file, also when certificate and key do not
  /// belong together; key_readable where everybody may read the key.
  static ledger::Result<std::shared_ptr<TlsIdentity>> load(const TlsFiles& files);
  TlsIdentity();
  ~TlsIdentity();

  ssl_ctx_st* context();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The certificates in a PEM file as SHA-256, in lower-case hexadecimal. Fails with OpenSSL's error
/// and the file's name, also when there are none.
ledger::Result<std::vector<std::string>> fingerprints_in(const std::string& file);

/// The server's end of an encrypted stream over a connected socket, which it owns from now on.
/// open() is the handshake. Idle, it holds no buffers.
std::unique_ptr<Stream> make_tls_stream(Loop& loop, int socket,
                                        std::shared_ptr<TlsIdentity> identity);

}  // namespace chopay::net
