#include "gateway/api/evidence.hpp"

#include <boost/json.hpp>

#include "ledger/crypto.hpp"

namespace chopay::api {

namespace json = boost::json;

std::string evidence_of(const merchant::BankNotice& notice, std::string_view raw_body) {
  return json::serialize(json::object{{"content", notice.content},
                                      {"payer_name", notice.payer_name},
                                      {"payer_account", notice.payer_account},
                                      {"payer_bank", notice.payer_bank},
                                      {"provider_id", notice.provider_id},
                                      {"raw", raw_body}});
}

Evidence read_evidence(ledger::Reader& reader, const ledger::MarketId& market, ledger::Seq seq) {
  const auto stored = reader.private_part(market, seq);
  if (!stored || stored->size() <= sizeof(ledger::Salt)) return {};
  json::error_code error;
  const auto value = json::parse(std::string_view{*stored}.substr(sizeof(ledger::Salt)), error);
  const auto* object = error ? nullptr : value.if_object();
  if (!object) return {};
  const auto text = [&](std::string_view name) {
    const auto* field = object->if_contains(name);
    return field && field->is_string() ? std::string{field->get_string()} : std::string{};
  };
  return {text("content"), text("payer_name"), text("payer_account"), text("payer_bank")};
}

}  // namespace chopay::api
