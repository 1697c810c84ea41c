#include "merchant/registered_market.hpp"

#include <boost/json.hpp>

namespace chopay::merchant {
namespace {

namespace json = boost::json;

/// The object that lies beside the entry; empty where there is none or it was erased.
json::object read_private(ledger::Reader& reader, const MarketId& market, ledger::Seq seq) {
  const auto stored = reader.private_part(market, seq);
  if (!stored || stored->size() <= sizeof(ledger::Salt)) return {};
  json::error_code error;
  const auto value = json::parse(std::string_view{*stored}.substr(sizeof(ledger::Salt)), error);
  const auto* object = error ? nullptr : value.if_object();
  return object ? *object : json::object{};
}

std::string text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
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
  return {text_in(beside, "tax_code"), text_in(beside, "phone")};
}

RegisteredMarket read_registered(ledger::Reader& reader, std::shared_ptr<const Registry> registry) {
  // A market's log begins with the entry that opens it.
  constexpr ledger::Seq opening{1};
  RegisteredMarket market{std::move(registry), {}, {}};
  market.contact = text_in(read_private(reader, market.registry->market, opening), "contact");
  for (const auto& [id, stall] : market.registry->stalls) {
    market.households[id] = read_details(reader, market.registry->market, stall);
  }
  return market;
}

}  // namespace chopay::merchant
