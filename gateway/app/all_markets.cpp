#include "gateway/app/all_markets.hpp"

namespace chopay::app {

net::Task<std::vector<ledger::MarketHead>> all_markets(api::Services& services, net::Loop& loop) {
  std::vector<ledger::MarketHead> markets;
  const bool read = co_await services.readers.run(
      loop, [&](ledger::Reader& reader) { markets = reader.heads(); });
  if (!read) markets.clear();
  co_return markets;
}

}  // namespace chopay::app
