// Corrections of a market's and its zones' names: their entries, and the decision that writes them.
#include "merchant/name_correction.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "merchant/draft.hpp"
#include "merchant/entry_fields.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {

void NameCorrection::apply_to(Registry& registry) const {
  if (zone.empty()) {
    registry.name = name;
    return;
  }
  const auto found =
      std::ranges::find_if(registry.zones, [&](const Zone& one) { return one.id == zone; });
  if (found == registry.zones.end()) throw BrokenLog("a correction of an unknown zone");
  found->name = name;
}

std::string to_data(const NameCorrection& correction, const std::string& by) {
  boost::json::object object;
  if (!correction.zone.empty()) object["zone"] = correction.zone;
  object["name"] = correction.name;
  object["by"] = by;
  return boost::json::serialize(object);
}

NameCorrection read_name_corrected(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {fields.text_or_empty("zone"), fields.text("name")};
}

Rules::Outcome Rules::decide_on(const CorrectName& command, ledger::KnownKeys&, Instant now) {
  const auto refuse = [](Errc code, std::string detail) {
    return Outcome{{}, Result<void>{Error{code, std::move(detail)}}};
  };
  const auto* market = book(command.market);
  if (!market) return refuse(Errc::unknown_market, command.market.text());
  const auto& [zone_id, name] = command.correction;
  const auto* zone = market->registry()->zone(zone_id);
  if (!zone_id.empty() && !zone) return refuse(Errc::unknown_zone, zone_id);
  if (!is_name(name)) return refuse(Errc::bad_text, "name");
  const auto& known = zone ? zone->name : market->registry()->name;
  if (known == name) return {{}, Result<void>{}};
  return {draft_of(command.market, {}, ledger::Kind::name_corrected, ledger::business_day_of(now),
                   to_data(command.correction, command.by)),
          Result<void>{}};
}

}  // namespace chopay::merchant
