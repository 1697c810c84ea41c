#pragma once

#include <string>
#include <vector>

namespace chopay::net {

/// The PEM files of a server's TLS.
struct TlsFiles {
  std::string certificate;  ///< with its chain; empty: plain, for loopback and behind a proxy
  std::string key;          ///< its private key; nobody but its owner and group may read it
  /// Authorities whose certificates clients may show; empty: no client is asked for one.
  std::vector<std::string> client_authorities = {};

  bool none() const { return certificate.empty(); }
};

}  // namespace chopay::net
