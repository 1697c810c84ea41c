// Corrections of a market's and its zones' names: their entries, and the decision that writes them.
#include "merchant/name_correction.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "merchant/draft.hpp"
#include "merchant/entry_fields.hpp"
#include "merchant/registered_market.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {

void NameCorrection::apply_to(Registry& registry, ledger::Seq entry) const {
  if (contact) registry.contact_at = entry;
  if (name.empty()) return;
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
  if (!correction.name.empty()) object["name"] = correction.name;
  if (correction.contact) object["contact"] = true;
  object["by"] = by;
  return boost::json::serialize(object);
}

NameCorrection read_name_corrected(const ledger::Entry& entry) {
  const Fields fields{entry};
  const bool contact = fields.has("contact") && fields.flag("contact");
  return {fields.text_or_empty("zone"),
          contact ? fields.text_or_empty("name") : fields.text("name"), contact};
}

Rules::Outcome Rules::decide_on(const CorrectName& command, ledger::KnownKeys&, Instant now) {
  const auto refuse = [](Errc code, std::string detail) {
    return Outcome{{}, Result<void>{Error{code, std::move(detail)}}};
  };
  const auto* market = book(command.market);
  if (!market) return refuse(Errc::unknown_market, command.market.text());
  auto correction = command.correction;
  correction.contact = command.contact.has_value();
  const auto& [zone_id, name, contact] = correction;
  const auto* zone = market->registry()->zone(zone_id);
  if (!zone_id.empty() && !zone) return refuse(Errc::unknown_zone, zone_id);
  const bool same_name = contact && name.empty();
  if (!same_name && !is_name(name)) return refuse(Errc::bad_text, "name");
  if (contact && (zone || !is_contact(*command.contact))) {
    return refuse(Errc::bad_text, "contact");
  }
  const auto& known = zone ? zone->name : market->registry()->name;
  if (!contact && known == name) return {{}, Result<void>{}};
  if (known == name) correction.name.clear();
  auto draft = draft_of(command.market, {}, ledger::Kind::name_corrected,
                        ledger::business_day_of(now), to_data(correction, command.by));
  if (contact) {
    draft.private_part = ledger::make_private_part(private_text(*command.contact), random_);
  }
  return {std::move(draft), Result<void>{}};
}

}  // namespace chopay::merchant
