#pragma once

#include <string>
#include <vector>

namespace chopay::net {

/// The certificate by which a client proved itself in the handshake. Whoever asks for one looks at
/// `complaint` first: a certificate that nobody vouches for is shown as well, so that its refusal
/// can be told with its reason.
struct PeerCertificate {
  std::string complaint;           ///< why it is not to be believed; empty: it is
  std::vector<std::string> names;  ///< the subject's common name and the DNS names
  /// SHA-256 in lower-case hexadecimal: of itself, then of each authority up to one that was given
  /// to the server; only itself where there is a complaint.
  std::vector<std::string> chain;
};

}  // namespace chopay::net
