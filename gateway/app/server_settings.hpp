#pragma once

#include "config/settings.hpp"
#include "gateway/http/settings.hpp"

namespace chopay::app {

/// How the server listens by these settings, but for the other gateways. Throws
/// config::BadSettings.
http::ServerSettings server_settings_of(const config::Settings& settings);

}  // namespace chopay::app
