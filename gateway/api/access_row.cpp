#include "gateway/api/access_row.hpp"

#include <boost/json.hpp>

namespace chopay::api {

namespace json = boost::json;

json::object access_row(const Access& access) {
  json::object row{{"market", access.market.text()}, {"role", role_name(access.role)}};
  if (is_of_a_stall(access.role)) row["stall"] = access.stall.text();
  if (!access.name.empty()) row["name"] = access.name;
  if (access.made_at != ledger::Instant{}) row["made_at"] = ledger::format_instant(access.made_at);
  if (access.by_another) row["by_another"] = true;
  if (access.by_invitation) row["by_invitation"] = true;
  // Also where nobody does: a row without it is of before such was kept.
  row["vouched_by"] = access.vouched_by;
  return row;
}

std::optional<Access> access_of_row(const json::object& row) {
  const auto market = merchant::MarketId::parse(row_text(row, "market"));
  const auto role = role_from_name(row_text(row, "role"));
  if (!market || !role) return std::nullopt;
  Access access{*market, *role, {}};
  access.name = row_text(row, "name");
  access.made_at = row_instant(row, "made_at");
  access.by_another = row_flag(row, "by_another");
  access.by_invitation = row_flag(row, "by_invitation");
  access.vouched_by = row_text(row, "vouched_by");
  if (!is_of_a_stall(*role)) return access;
  const auto stall = merchant::StallId::parse(row_text(row, "stall"));
  if (!stall) return std::nullopt;
  access.stall = *stall;
  const bool is_of_before = !row.contains("vouched_by") && access.by_invitation;
  if (is_of_before && *role == Role::till) access.vouched_by = of_before;
  return access;
}

}  // namespace chopay::api
