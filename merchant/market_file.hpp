#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "merchant/command.hpp"

namespace chopay::merchant {

/// A market described in a file: what must be opened, in order.
struct MarketFile {
  OpenMarket market;
  std::vector<OpenZone> zones;
  std::vector<OpenStall> stalls;
};

/// Reads the JSON form of config/sandbox_market.json:
/// {"id","name","province","sandbox","zones":[{"id","name","stalls":[{"code","name","trade",
/// "household","bank","account","holder"}]}]}, where "bank" is a BIN or a bank's usual name. May
/// have "managing_body", "contact" and "board_account" {"bank","account","holder"}; a stall
/// "tax_code", "phone", "area_dm2" and "further_accounts" of the same form.
/// bad_market_file names the first place that is wrong.
Result<MarketFile> parse_market_file(std::string_view json);

/// The first place where the file says something else than what is registered, such as "stall A12:
/// account"; empty where it only adds. What is open is not changed by opening it again.
std::string contradiction(const Registry& registry, const MarketFile& file);

/// The short name that a market of this name has in addresses when nobody chooses one:
/// "cho-ha-long-i" of "Chợ Hạ Long I"; empty where nothing of the name can stand in it.
std::string usual_market_id(const std::string& name);

}  // namespace chopay::merchant
