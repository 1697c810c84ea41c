#pragma once

#include "config/settings.hpp"
#include "gateway/app/stop_signals.hpp"

namespace chopay::app {

/// Waits, after a ledger's disk has failed, until it takes writes again, and answers 503 meanwhile
/// at the gateway's own address, so that banks and tills send again. Holds no file of the disk
/// open: it can be unmounted, checked and mounted again, and the empty folder that is there in
/// between is not taken for it. False when the process is told to stop.
/// REQUIRES: no gateway has the ledger open. Throws config::BadSettings.
bool wait_for_disk(const config::Settings& settings, const StopSignals& signals);

}  // namespace chopay::app
