#include "gateway/bank/kept_message.hpp"

#include <boost/json.hpp>

#include "ledger/business_day.hpp"
#include "ledger/crypto.hpp"
#include "merchant/vault_row.hpp"

namespace chopay::bank {

namespace json = boost::json;

ledger::VaultChange kept_row(const KeptMessage& message) {
  return {kept_name(message.source, ledger::to_hex(ledger::sha256({message.body}))),
          json::serialize(json::object{{"source", message.source},
                                       {"reason", message.reason},
                                       {"received_at", ledger::format_instant(message.received_at)},
                                       {"body", message.body},
                                       {"notices", message.notices}})};
}

std::string kept_name(std::string_view source, std::string_view body_hash) {
  std::string name{kept_prefix};
  name.append(source).append("/").append(body_hash);
  return name;
}

std::string notices_text(const std::vector<merchant::BankNotice>& notices) {
  if (notices.empty()) return {};
  json::array list;
  for (const auto& notice : notices) {
    list.push_back({{"source", notice.source},
                    {"provider_id", notice.provider_id},
                    {"bank", notice.bank},
                    {"account", notice.account},
                    {"virtual_account", notice.virtual_account},
                    {"bank_ref", notice.bank_ref},
                    {"day", to_string(notice.day)},
                    {"amount", notice.amount.count()},
                    {"out", notice.direction == merchant::Direction::out},
                    {"reversal", notice.reversal},
                    {"content", notice.content},
                    {"occurred_at", ledger::format_instant(notice.occurred_at)},
                    {"payer_name", notice.payer_name},
                    {"payer_account", notice.payer_account},
                    {"payer_bank", notice.payer_bank}});
  }
  return json::serialize(list);
}

namespace {

std::optional<merchant::BankNotice> read_notice(const json::value& value) {
  const auto* row = value.if_object();
  if (!row) return std::nullopt;
  const auto text = [&](std::string_view name) { return merchant::row_text(*row, name); };
  const auto* amount = row->if_contains("amount");
  const auto day = ledger::parse_business_day(text("day"));
  const auto occurred_at = ledger::parse_instant(text("occurred_at"));
  if (!amount || !amount->is_int64() || !day || !occurred_at) return std::nullopt;
  merchant::BankNotice notice;
  notice.source = text("source");
  notice.provider_id = text("provider_id");
  notice.bank = text("bank");
  notice.account = text("account");
  notice.virtual_account = text("virtual_account");
  notice.bank_ref = text("bank_ref");
  notice.day = *day;
  notice.amount = ledger::Dong{amount->get_int64()};
  notice.direction =
      merchant::row_flag(*row, "out") ? merchant::Direction::out : merchant::Direction::in;
  notice.reversal = merchant::row_flag(*row, "reversal");
  notice.content = text("content");
  notice.occurred_at = *occurred_at;
  notice.payer_name = text("payer_name");
  notice.payer_account = text("payer_account");
  notice.payer_bank = text("payer_bank");
  return notice;
}

}  // namespace

std::vector<merchant::BankNotice> read_notices(std::string_view text) {
  json::error_code failed;
  const auto list = json::parse(text, failed);
  if (failed || !list.is_array()) return {};
  std::vector<merchant::BankNotice> notices;
  for (const auto& value : list.get_array()) {
    auto notice = read_notice(value);
    if (!notice) return {};
    notices.push_back(std::move(*notice));
  }
  return notices;
}

std::optional<KeptMessage> read_kept(std::string_view value) {
  const auto row = merchant::read_row(value);
  if (!row) return std::nullopt;
  const auto text = [&](std::string_view name) { return merchant::row_text(*row, name); };
  const auto received_at = ledger::parse_instant(text("received_at"));
  if (!received_at || text("source").empty()) return std::nullopt;
  return KeptMessage{text("source"), text("reason"), *received_at, text("body"), text("notices")};
}

std::vector<merchant::report::KeptAside> kept_aside(ledger::Reader& reader) {
  std::vector<merchant::report::KeptAside> all;
  if (reader.heads().size() != 1) return all;
  for (const auto& [name, value] : reader.vault_list(kept_prefix)) {
    if (const auto kept = read_kept(value)) all.push_back({kept->received_at, kept->source});
  }
  return all;
}

}  // namespace chopay::bank
