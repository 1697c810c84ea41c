#pragma once

#include <memory>
#include <string>

#include "gateway/net/peer_certificate.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace chopay::net {

/// Asks clients for a certificate of the authorities in the PEM file, besides those asked for
/// already; whoever has none comes in without. False with OpenSSL's error where the file is none.
bool ask_clients_for(const std::string& authorities, ssl_ctx_st* tls);

/// Where the handshake puts the certificate that the client shows. `place` must outlive it.
void put_certificate_into(std::shared_ptr<const PeerCertificate>& place, ssl_st* tls);

}  // namespace chopay::net
