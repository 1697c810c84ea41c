#pragma once

#include "config/settings.hpp"
#include "gateway/api/feeder.hpp"
#include "gateway/net/tls_files.hpp"

namespace chopay::app {

/// The feeds that the settings describe, their secrets read from their files. Throws
/// config::BadSettings for a source that cannot work.
api::Feeders::Table feeders_of(const std::vector<config::Source>& sources);

/// The files of the server's TLS, and whose certificates its sources show. Throws
/// config::BadSettings where a source is to show one and there is no TLS.
net::TlsFiles tls_files_of(const config::Settings& settings);

}  // namespace chopay::app
