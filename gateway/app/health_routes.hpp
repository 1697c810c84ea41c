#pragma once

#include <atomic>
#include <string>

#include "gateway/api/services.hpp"
#include "gateway/app/metrics.hpp"
#include "gateway/outbound/webhook.hpp"

namespace chopay::app {

/// What the health routes look at; all of it outlives the router.
struct Health {
  api::Services& services;
  Metrics& metrics;
  const outbound::Webhooks& webhooks;
  const std::atomic<bool>& lane_failed;
  std::string data;  ///< folder of the ledger
};

/// GET /healthz: the process is there. GET /readyz: it can append, shown by a durable write, at
/// most one a second however often it is asked (readiness.hpp). GET /metrics, with an operator's
/// key.
void add_health_routes(http::Router& router, Health health);

}  // namespace chopay::app
