#include "merchant/entry_data.hpp"

#include <utility>

#include "merchant/entry_fields.hpp"

namespace chopay::merchant {

namespace json = boost::json;

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
  return json::serialize(
      json::object{{"name", data.name}, {"province", data.province}, {"sandbox", data.sandbox}});
}

std::string to_data(const ZoneOpened& data) {
  return json::serialize(json::object{{"zone", data.zone.id}, {"name", data.zone.name}});
}

std::string to_data(const StallOpened& data) {
  const auto& stall = data.stall;
  return json::serialize(json::object{{"zone", stall.zone},
                                      {"name", stall.name},
                                      {"trade", stall.trade},
                                      {"household", stall.household},
                                      {"bank", stall.account.bank},
                                      {"account", stall.account.number},
                                      {"holder", stall.holder},
                                      {"memo", stall.memo.text()}});
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

std::string to_data(const RestRequested& data) {
  return json::serialize(json::object{{"id", data.id},
                                      {"reference", data.rest.reference.text()},
                                      {"amount", data.rest.amount.count()},
                                      {"expires", ledger::format_instant(data.rest.expires_at)}});
}

std::string to_data(const RejectionData& data) {
  return json::serialize(json::object{{"source", data.source},
                                      {"earlier", ledger::number(data.earlier)},
                                      {"differs", "amount"},
                                      {"recorded", data.recorded.count()},
                                      {"claimed", data.claimed.count()}});
}

MarketOpened read_market_opened(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {fields.text("name"), fields.text("province"), fields.flag("sandbox")};
}

ZoneOpened read_zone_opened(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {{fields.text("zone"), fields.text("name")}};
}

StallOpened read_stall_opened(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {Stall{entry.stall,
                fields.text("zone"),
                fields.text("name"),
                fields.text("trade"),
                fields.text("household"),
                {fields.text("bank"), fields.text("account")},
                fields.text("holder"),
                fields.reference("memo")}};
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

RestRequested read_rest_requested(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {
      fields.text("id"),
      {fields.reference("reference"), Dong{fields.number("amount")}, fields.instant("expires")}};
}

}  // namespace chopay::merchant
