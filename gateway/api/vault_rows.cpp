#include "gateway/api/vault_rows.hpp"

#include <iterator>
#include <string>

namespace chopay::api {

net::Task<LaneState> keep_rows(Services& services, net::Loop& loop,
                               std::vector<ledger::VaultChange> rows) {
  if (rows.empty()) co_return LaneState::answered;
  std::vector<std::string> erased;
  std::vector<std::string> written;
  for (const auto& row : rows) (row.value ? written : erased).push_back(row.name);
  merchant::ChangeVault change{std::move(rows.front())};
  change.further.assign(std::make_move_iterator(rows.begin() + 1),
                        std::make_move_iterator(rows.end()));
  const auto kept = co_await services.lane.ask(loop, change);
  if (kept.state == LaneState::answered) {
    for (const auto& name : erased) services.keys.erased(name);
    for (const auto& name : written) services.keys.accounts.written(name);
  }
  co_return kept.state;
}

}  // namespace chopay::api
