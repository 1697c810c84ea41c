#include "gateway/api/evidence.hpp"

#include "ledger/crypto.hpp"
#include "ledger/json_text.hpp"
#include "merchant/vault_row.hpp"

namespace chopay::api {

// Written for every notice, so not by way of a JSON document.
std::string evidence_of(const merchant::BankNotice& notice, std::string_view raw_body) {
  std::string out;
  out.reserve(2 * raw_body.size() + 256);
  const auto add = [&](std::string_view name, std::string_view text) {
    out += out.empty() ? "{\"" : ",\"";
    out += name;
    out += "\":";
    ledger::append_json_string(out, text);
  };
  add("content", notice.content);
  add("payer_name", notice.payer_name);
  add("payer_account", notice.payer_account);
  add("payer_bank", notice.payer_bank);
  add("provider_id", notice.provider_id);
  add("raw", raw_body);
  out += '}';
  return out;
}

Evidence read_evidence(ledger::Reader& reader, const ledger::MarketId& market, ledger::Seq seq) {
  const auto stored = reader.private_part(market, seq);
  if (!stored || stored->size() <= sizeof(ledger::Salt)) return {};
  const auto row = merchant::read_row(std::string_view{*stored}.substr(sizeof(ledger::Salt)));
  if (!row) return {};
  const auto text = [&](std::string_view name) { return merchant::row_text(*row, name); };
  return {text("content"),
          text("payer_name"),
          text("payer_account"),
          text("payer_bank"),
          text("provider_id"),
          text("raw"),
          true};
}

}  // namespace chopay::api
