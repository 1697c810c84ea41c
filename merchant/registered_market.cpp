#include "merchant/registered_market.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstddef>

#include "merchant/vault_row.hpp"

namespace chopay::merchant {
namespace {

namespace json = boost::json;

/// The object that lies beside the entry; empty where there is none or it was erased.
json::object read_private(ledger::Reader& reader, const MarketId& market, ledger::Seq seq) {
  const auto stored = reader.private_part(market, seq);
  if (!stored || stored->size() <= sizeof(ledger::Salt)) return {};
  return read_row(std::string_view{*stored}.substr(sizeof(ledger::Salt))).value_or(json::object{});
}

}  // namespace

std::string private_text(std::string_view contact) {
  if (contact.empty()) return {};
  return json::serialize(json::object{{"contact", contact}});
}

std::string private_text(const HouseholdDetails& details) {
  json::object object;
  if (!details.tax_code.empty()) object["tax_code"] = details.tax_code;
  if (!details.phone.empty()) object["phone"] = details.phone;
  return object.empty() ? std::string{} : json::serialize(object);
}

HouseholdDetails read_details(ledger::Reader& reader, const MarketId& market, const Stall& stall) {
  const auto beside = read_private(reader, market, stall.details_at);
  return {row_text(beside, "tax_code"), row_text(beside, "phone")};
}

bool is_contact(std::string_view text) {
  static constexpr std::ptrdiff_t characters_max = 200;
  const auto is_first = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return is_line(text, 4 * characters_max) &&
         std::ranges::count_if(text, is_first) <= characters_max;
}

std::string read_contact(ledger::Reader& reader, const Registry& registry) {
  return row_text(read_private(reader, registry.market, registry.contact_at), "contact");
}

RegisteredMarket read_registered(ledger::Reader& reader, std::shared_ptr<const Registry> registry) {
  RegisteredMarket market{std::move(registry), {}, {}};
  market.contact = read_contact(reader, *market.registry);
  for (const auto& [id, stall] : market.registry->stalls) {
    market.households[id] = read_details(reader, market.registry->market, stall);
  }
  return market;
}

}  // namespace chopay::merchant
