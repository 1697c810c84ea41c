#pragma once

#include <cstddef>

namespace chopay::bench {

/// Payments a second, durable before the answer, by what people build instead; medians.
struct PeerRates {
  double node_tx = 0;       ///< fastify and better-sqlite3, one transaction a request
  double node_batched = 0;  ///< the same, all that arrived together in one
  double pgbench = 0;       ///< PostgreSQL with its own load generator, one transaction each
};

/// Installs the peers by npm under build/bench-peers and measures them in turn. Needs Node, npm and
/// PostgreSQL. Throws std::runtime_error that says what is missing.
PeerRates measure_peers(std::size_t connections, int seconds, int rounds);

}  // namespace chopay::bench
