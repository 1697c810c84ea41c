#include "merchant/entry_data.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "merchant/entry_fields.hpp"

namespace chopay::merchant {

namespace json = boost::json;

namespace {

json::object account_json(const HeldAccount& held) {
  return {{"bank", held.account.bank}, {"account", held.account.number}, {"holder", held.holder}};
}

HeldAccount read_account(const FieldReader& fields) {
  return {{fields.text("bank"), fields.text("account")}, fields.text("holder")};
}

/// In what a refused notice differs from the entry that told its money before.
constexpr std::array differs_names{
    std::pair{RejectionWhy::amount_differs, std::string_view{"amount"}},
    std::pair{RejectionWhy::same_money, std::string_view{"reference"}},
    std::pair{RejectionWhy::told_twice, std::string_view{"perhaps_reference"}},
};

std::string_view differs_name(RejectionWhy wanted) {
  for (const auto& [why, name] : differs_names) {
    if (why == wanted) return name;
  }
  throw std::logic_error("a rejection without a reason");
}

}  // namespace

BrokenLog::BrokenLog(const ledger::Entry& entry, std::string_view field)
    : std::runtime_error("market " + entry.market.text() + ", seq " +
                         std::to_string(ledger::number(entry.seq)) + ": bad " +
                         std::string{field}) {}

Dong received_at_bank(const ledger::Entry& entry) {
  Dong amount;
  for (const auto& posting : entry.postings) {
    if (posting.account.starts_with("bank/")) amount += posting.amount;
  }
  return amount;
}

std::string to_data(const MarketOpened& data) {
  json::object object{{"name", data.name}, {"province", data.province}, {"sandbox", data.sandbox}};
  if (!data.managing_body.empty()) object["managing_body"] = data.managing_body;
  if (!data.board_account.account.number.empty()) {
    object["board_account"] = account_json(data.board_account);
  }
  return json::serialize(object);
}

std::string to_data(const ZoneOpened& data) {
  return json::serialize(json::object{{"zone", data.zone.id}, {"name", data.zone.name}});
}

std::string to_data(const StallOpened& data) {
  const auto& stall = data.stall;
  json::object object{{"zone", stall.zone},         {"name", stall.name},
                      {"trade", stall.trade},       {"household", stall.household},
                      {"bank", stall.account.bank}, {"account", stall.account.number},
                      {"holder", stall.holder},     {"memo", stall.memo.text()}};
  if (stall.area_dm2 != 0) object["area_dm2"] = stall.area_dm2;
  if (!stall.further.empty()) {
    json::array further;
    for (const auto& one : stall.further) further.push_back(account_json(one));
    object["further_accounts"] = std::move(further);
  }
  return json::serialize(object);
}

std::string to_data(const RequestOpened& data) {
  const auto& request = data.request;
  json::object object{{"id", request.id},
                      {"amount", request.amount.count()},
                      {"note", request.note},
                      {"reference", request.reference.text()},
                      {"bank", request.account.bank},
                      {"account", request.account.number},
                      {"expires", ledger::format_instant(request.expires_at)}};
  if (!request.token.empty()) object["token"] = request.token;
  if (data.idempotency) {
    object["idempotency_key"] = data.idempotency->key;
    object["idempotency_content"] = data.idempotency->content;
  }
  return json::serialize(object);
}

std::string to_data(const RequestCancelled& data) {
  return json::serialize(json::object{{"id", data.id}});
}

std::string to_data(const RequestExpired& data) {
  return json::serialize(
      json::object{{"id", data.id}, {"expires", ledger::format_instant(data.expired_at)}});
}

std::string to_data(const RestRequested& data) {
  return json::serialize(json::object{{"id", data.id},
                                      {"reference", data.rest.reference.text()},
                                      {"amount", data.rest.amount.count()},
                                      {"expires", ledger::format_instant(data.rest.expires_at)}});
}

std::string to_data(const RejectionData& data) {
  json::object object{{"source", data.source},
                      {"earlier", ledger::number(data.earlier)},
                      {"differs", differs_name(data.why)},
                      {"recorded", data.recorded.count()},
                      {"claimed", data.claimed.count()}};
  if (data.occurred_at != Instant{}) object["occurred"] = ledger::format_instant(data.occurred_at);
  if (!data.virtual_account.empty()) object["virtual_account"] = data.virtual_account;
  return json::serialize(object);
}

RejectionData read_rejection(const ledger::Entry& entry) {
  const Fields fields{entry};
  RejectionData data{fields.text("source"),
                     ledger::Seq{static_cast<std::uint64_t>(fields.number("earlier"))},
                     Dong{fields.number("recorded")}, Dong{fields.number("claimed")}};
  if (fields.has("occurred")) data.occurred_at = fields.instant("occurred");
  data.virtual_account = fields.text_or_empty("virtual_account");
  const auto differs = fields.text("differs");
  for (const auto& [why, name] : differs_names) {
    if (name != differs) continue;
    data.why = why;
    return data;
  }
  fields.broken("differs");
}

MarketOpened read_market_opened(const ledger::Entry& entry) {
  const Fields fields{entry};
  MarketOpened data{fields.text("name"), fields.text("province"), fields.flag("sandbox")};
  data.managing_body = fields.text_or_empty("managing_body");
  if (fields.has("board_account"))
    data.board_account = read_account(fields.object("board_account"));
  return data;
}

ZoneOpened read_zone_opened(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {{fields.text("zone"), fields.text("name")}};
}

StallOpened read_stall_opened(const ledger::Entry& entry) {
  const Fields fields{entry};
  Stall stall{entry.stall,
              fields.text("zone"),
              fields.text("name"),
              fields.text("trade"),
              fields.text("household"),
              {fields.text("bank"), fields.text("account")},
              fields.text("holder"),
              fields.reference("memo")};
  stall.details_at = entry.seq;
  if (fields.has("area_dm2")) stall.area_dm2 = fields.number("area_dm2");
  if (fields.has("further_accounts")) {
    for (const auto& one : fields.list("further_accounts")) {
      stall.further.push_back(read_account(one));
    }
  }
  return {std::move(stall)};
}

RequestOpened read_request_opened(const ledger::Entry& entry) {
  const Fields fields{entry};
  RequestOpened data{PaymentRequest{fields.text("id"),
                                    entry.stall,
                                    Dong{fields.number("amount")},
                                    fields.text("note"),
                                    fields.reference("reference"),
                                    {fields.text("bank"), fields.text("account")},
                                    entry.at,
                                    fields.instant("expires"),
                                    {},
                                    {}},
                     {}};
  data.request.token = fields.text_or_empty("token");
  auto key = fields.text_or_empty("idempotency_key");
  if (!key.empty()) data.idempotency = {std::move(key), fields.text("idempotency_content")};
  return data;
}

RequestCancelled read_request_cancelled(const ledger::Entry& entry) {
  return {Fields{entry}.text("id")};
}

RequestExpired read_request_expired(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {fields.text("id"), fields.instant("expires")};
}

RestRequested read_rest_requested(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {
      fields.text("id"),
      {fields.reference("reference"), Dong{fields.number("amount")}, fields.instant("expires")}};
}

}  // namespace chopay::merchant
