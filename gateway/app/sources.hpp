#pragma once

#include "config/settings.hpp"
#include "gateway/api/feeder.hpp"

namespace chopay::app {

/// The feeds that the settings describe, their secrets read from their files. Throws
/// config::BadSettings for a source that cannot work.
api::Feeders::Table feeders_of(const std::vector<config::Source>& sources);

}  // namespace chopay::app
