#include "merchant/event.hpp"

#include <boost/json.hpp>

#include "merchant/entry_data.hpp"
#include "merchant/money_data.hpp"
#include "merchant/statement/imported.hpp"

namespace chopay::merchant {
namespace {

namespace json = boost::json;
using ledger::Entry;
using ledger::Kind;

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value{} : json::value(text);
}

json::object start(const Entry& entry) {
  return {{"seq", ledger::number(entry.seq)}, {"stall", text_or_null(entry.stall.text())}};
}

void fill_credit(const Entry& entry, Event& event) {
  const auto data = read_credit(entry);
  auto object = start(entry);
  object["amount"] = received_at_bank(entry).count();
  object["verdict"] = verdict_name(data.verdict);
  object["reason"] = reason_name(data.reason);
  object["request"] = text_or_null(data.request);
  object["request_status"] =
      data.request_status ? json::value(status_name(*data.request_status)) : json::value{};
  object["reference"] = text_or_null(data.reference);
  object["occurred_at"] = ledger::format_instant(data.occurred_at);
  object["recorded_at"] = ledger::format_instant(entry.at);
  // Only what a bank said itself turns a screen green: a statement was brought by a person.
  event.type = statement::is_statement_source(data.source) ? "late_credit" : "credit";
  event.request = data.request;
  event.data = json::serialize(object);
}

void fill_request(const Entry& entry, Event& event) {
  auto status = RequestStatus::pending;
  if (entry.kind == Kind::request_opened) {
    event.request = read_request_opened(entry).request.id;
  } else if (entry.kind == Kind::request_cancelled) {
    event.request = read_request_cancelled(entry).id;
    status = RequestStatus::cancelled;
  } else if (entry.kind == Kind::request_expired) {
    event.request = read_request_expired(entry).id;
    status = RequestStatus::expired;
  } else {
    event.request = read_rest_requested(entry).id;
    status = RequestStatus::short_;
  }
  auto object = start(entry);
  object["request"] = event.request;
  object["status"] = status_name(status);
  event.type = "request";
  event.data = json::serialize(object);
}

void fill_allocation(const Entry& entry, Event& event) {
  const auto data = read_allocation(entry);
  auto object = start(entry);
  object["credit"] = ledger::number(data.credit.seq);
  object["amount"] = data.credit.amount.count();
  object["undone"] = data.undoes != ledger::Seq{};
  event.type = "allocation";
  if (!data.parts.empty()) event.request = data.parts.front().request;
  event.data = json::serialize(object);
}

void fill_refund(const Entry& entry, Event& event) {
  auto object = start(entry);
  if (entry.kind == Kind::refund_requested) {
    const auto data = read_refund_requested(entry);
    object["refund"] = data.refund.id;
    object["amount"] = data.refund.part.amount.count();
    event.request = data.refund.part.request;
  } else if (entry.kind == Kind::refund_paid) {
    const auto data = read_refund_paid(entry);
    object["refund"] = data.refund;
    object["amount"] = data.amount.count();
  } else {
    object["refund"] = read_refund_cancelled(entry).refund;
  }
  object["change"] = ledger::kind_name(entry.kind);
  event.type = "refund";
  event.data = json::serialize(object);
}

void fill_payee_change(const Entry& entry, Event& event) {
  auto object = start(entry);
  object["change"] = ledger::kind_name(entry.kind);
  event.type = "payee_change";
  event.data = json::serialize(object);
}

}  // namespace

std::optional<Event> event_of(const Entry& entry) {
  Event event;
  event.market = entry.market;
  event.seq = entry.seq;
  event.stall = entry.stall;
  switch (entry.kind) {
    case Kind::credit:
      fill_credit(entry, event);
      return event;
    case Kind::request_opened:
    case Kind::request_cancelled:
    case Kind::request_expired:
    case Kind::rest_requested:
      fill_request(entry, event);
      return event;
    case Kind::allocation:
      fill_allocation(entry, event);
      return event;
    case Kind::refund_requested:
    case Kind::refund_paid:
    case Kind::refund_cancelled:
      fill_refund(entry, event);
      return event;
    case Kind::payee_change_asked:
    case Kind::payee_change_approved:
    case Kind::payee_change_withdrawn:
    case Kind::payee_changed:
      fill_payee_change(entry, event);
      return event;
    case Kind::market_opened:
    case Kind::zone_opened:
    case Kind::stall_opened:
    case Kind::stall_corrected:
    case Kind::name_corrected:
    case Kind::day_closed:
    case Kind::rejection:
    case Kind::rejection_settled:
    case Kind::person_invited:
    case Kind::consent_granted:
    case Kind::consent_withdrawn:
    case Kind::statement_imported:
    case Kind::alarm_raised:
    case Kind::cash_noted:
    case Kind::cash_taken_back:
    case Kind::tariff_set:
    case Kind::charges_due:
    case Kind::charge_paid:
    case Kind::charge_waived:
    case Kind::cash_handed_over:
    case Kind::hand_over_confirmed:
    case Kind::charges_closed:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace chopay::merchant
