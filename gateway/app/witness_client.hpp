#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "gateway/api/services.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/net/io_threads.hpp"
#include "ledger/witness.hpp"

namespace chopay::app {

/// Sends new checkpoints of every market to the configured witnesses and keeps their signatures in
/// the services. A witness that is away or refuses holds nobody up.
class WitnessClient {
 public:
  /// Throws config::BadSettings for a witness's key that is none.
  WitnessClient(api::Services& services, const std::vector<config::Witness>& witnesses);
  /// Begins, on this loop. The object must outlive the loop's thread.
  void start(net::Loop& loop);

 private:
  struct Progress {
    std::uint64_t remembered = 0;  ///< the size that the witness says it has signed
    std::uint64_t cosigned = 0;    ///< the size whose signature we hold
  };
  struct Peer {
    std::string url;
    ledger::VerifierKey key;
    std::map<ledger::MarketId, Progress> markets;
  };
  /// A checkpoint that a witness has not signed yet.
  struct Due {
    ledger::MarketId market;
    std::uint64_t size = 0;
    ledger::WitnessRequest request;
  };

  net::Task<void> attend(net::Loop& loop, Peer& peer);
  net::Task<bool> send_due(net::Loop& loop, Peer& peer);
  std::vector<Due> find_due(ledger::Reader& reader, const Peer& peer) const;
  bool take(Peer& peer, const Due& due, const net::ClientAnswer& answer);

  api::Services& services_;
  net::HttpClient client_;
  std::vector<std::unique_ptr<Peer>> peers_;
};

}  // namespace chopay::app
