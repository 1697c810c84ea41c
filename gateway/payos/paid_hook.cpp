#include <boost/json.hpp>

#include "gateway/bank/payos.hpp"
#include "gateway/payos/account.hpp"
#include "gateway/payos/order.hpp"
#include "gateway/payos/transaction.hpp"
#include "merchant/entry_data.hpp"
#include "merchant/money_data.hpp"

namespace chopay::payos {
namespace {

namespace json = boost::json;
using ledger::Entry;
using ledger::Kind;

/// The orders of this shop that the entry gives money to.
std::vector<std::int64_t> orders_paid_by(const Entry& entry, const Shop& shop) {
  std::vector<std::int64_t> orders;
  const auto note = [&](const std::string& request) {
    if (const auto code = order_code_in(shop, request)) orders.push_back(*code);
  };
  if (entry.kind == Kind::credit) {
    note(merchant::read_credit(entry).request);
  } else if (entry.kind == Kind::allocation) {
    for (const auto& part : merchant::read_allocation(entry).parts) note(part.request);
  }
  return orders;
}

std::string body_of(const json::object& data, const Shop& shop) {
  const auto text = json::serialize(data);
  return R"({"code":"00","desc":"success","success":true,"data":)" + text + R"(,"signature":")" +
         bank::payos_signature(text, shop.keys->now()->checksum_key.view()) + R"("})";
}

/// The members that say nothing of the payer: what a shop need not know, chopay does not pass on.
void add_counterparty(json::object& data) {
  for (const auto* name : {"counterAccountBankId", "counterAccountBankName", "counterAccountName",
                           "counterAccountNumber", "virtualAccountName", "virtualAccountNumber"}) {
    data[name] = nullptr;
  }
}

}  // namespace

std::string PaidHook::url() const {
  const std::lock_guard lock{mutex_};
  return url_;
}

void PaidHook::set_url(std::string url) {
  const std::lock_guard lock{mutex_};
  url_ = std::move(url);
}

outbound::Destination::Headers PaidHook::headers(const outbound::Message&, ledger::Instant) const {
  return {{"Content-Type", "application/json"}};
}

std::vector<outbound::Message> PaidHook::messages_of(const Entry& entry,
                                                     ledger::Reader& reader) const {
  std::vector<outbound::Message> messages;
  if (url().empty()) return messages;
  for (const auto code : orders_paid_by(entry, shop_)) {
    const auto id = request_id(shop_, code);
    const auto history = fold_order(reader, shop_.market, shop_.stall, id, entry.seq);
    if (!history.paid() || history.paid_before_last || history.credits.empty()) continue;
    const auto row = read_row(reader.vault_get(order_row_name(shop_, code)).value_or(""));
    const auto last = read_transaction(reader, shop_.market, history.credits.back());
    json::object data{{"orderCode", code},
                      {"amount", history.request->received.count()},
                      {"description", row ? row->description : history.request->note},
                      {"accountNumber", last.account},
                      {"reference", last.reference},
                      {"transactionDateTime", last.local_time()},
                      {"currency", "VND"},
                      {"paymentLinkId", link_id(shop_, code)},
                      {"code", "00"},
                      {"desc", "success"}};
    add_counterparty(data);
    messages.push_back({entry.seq, "payos_" + std::to_string(ledger::number(entry.seq)),
                        shop_.stall.text(), body_of(data, shop_)});
  }
  return messages;
}

std::string sample_webhook(const Shop& shop, const merchant::Stall& stall) {
  json::object data{{"orderCode", 123},
                    {"amount", 3'000},
                    {"description", "VQRIO123"},
                    {"accountNumber", stall.account.number},
                    {"reference", "TF230204212323"},
                    {"transactionDateTime", "2023-02-04 18:25:00"},
                    {"currency", "VND"},
                    {"paymentLinkId", link_id(shop, 123)},
                    {"code", "00"},
                    {"desc", "success"}};
  add_counterparty(data);
  return body_of(data, shop);
}

}  // namespace chopay::payos
