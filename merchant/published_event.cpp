#include "merchant/published_event.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

#include "merchant/alarm.hpp"
#include "merchant/day_close.hpp"
#include "merchant/entry_data.hpp"
#include "merchant/money_data.hpp"
#include "merchant/payee_change.hpp"

namespace chopay::merchant {
namespace {

namespace json = boost::json;
using ledger::Entry;
using ledger::Kind;

constexpr std::array<std::string_view, 20> event_types{"payment_request.opened",
                                                       "payment_request.cancelled",
                                                       "payment_request.rest_requested",
                                                       "payment_request.paid",
                                                       "payment_request.short",
                                                       "payment_request.over",
                                                       "payment_request.late",
                                                       "payment_request.expired",
                                                       "credit.received",
                                                       "credit.rejected",
                                                       "credit.allocated",
                                                       "refund.requested",
                                                       "refund.paid",
                                                       "refund.cancelled",
                                                       "payee.change_asked",
                                                       "payee.change_approved",
                                                       "payee.change_withdrawn",
                                                       "payee.changed",
                                                       "day.closed",
                                                       "alarm.raised"};

json::value told_or_null(const std::string& text) {
  return text.empty() ? json::value{} : json::value(text);
}

/// The events of one entry as they are made.
class EventList {
 public:
  explicit EventList(const Entry& entry) : entry_(entry) {}

  void add(std::string_view type, json::object data) {
    PublishedEvent event{"evt_" + entry_.market.text() + '_' +
                             std::to_string(ledger::number(entry_.seq)) + '_' +
                             std::to_string(events_.size() + 1),
                         std::string{type},
                         entry_.market,
                         entry_.seq,
                         entry_.stall,
                         {}};
    event.json = json::serialize(json::object{{"id", event.id},
                                              {"type", type},
                                              {"timestamp", ledger::format_instant(entry_.at)},
                                              {"market", entry_.market.text()},
                                              {"seq", ledger::number(entry_.seq)},
                                              {"stall", told_or_null(entry_.stall.text())},
                                              {"data", std::move(data)}});
    events_.push_back(std::move(event));
  }

  std::vector<PublishedEvent> take() { return std::move(events_); }

 private:
  const Entry& entry_;
  std::vector<PublishedEvent> events_;
};

void tell_opened(const Entry& entry, EventList& list) {
  const auto request = read_request_opened(entry).request;
  list.add("payment_request.opened", {{"payment_request", request.id},
                                      {"amount", request.amount.count()},
                                      {"note", request.note},
                                      {"reference", request.reference.text()},
                                      {"expires_at", ledger::format_instant(request.expires_at)}});
}

void tell_rest(const Entry& entry, EventList& list) {
  const auto data = read_rest_requested(entry);
  list.add("payment_request.rest_requested",
           {{"payment_request", data.id},
            {"amount", data.rest.amount.count()},
            {"reference", data.rest.reference.text()},
            {"expires_at", ledger::format_instant(data.rest.expires_at)}});
}

void tell_expired(const Entry& entry, EventList& list) {
  const auto data = read_request_expired(entry);
  list.add("payment_request.expired",
           {{"payment_request", data.id}, {"expired_at", ledger::format_instant(data.expired_at)}});
}

void tell_credit(const Entry& entry, EventList& list) {
  const auto data = read_credit(entry);
  const auto amount = received_at_bank(entry).count();
  list.add("credit.received", {{"amount", amount},
                               {"business_day", to_string(entry.day)},
                               {"verdict", verdict_name(data.verdict)},
                               {"reason", reason_name(data.reason)},
                               {"payment_request", told_or_null(data.request)},
                               {"reference", told_or_null(data.reference)},
                               {"occurred_at", ledger::format_instant(data.occurred_at)}});
  if (data.request.empty() || !data.request_status) return;
  // A second payment of a paid request is "over" by its sum, whatever the verdict calls it.
  const std::string type = "payment_request." + std::string{status_name(*data.request_status)};
  if (std::find(event_types.begin(), event_types.end(), type) == event_types.end()) return;
  list.add(type, {{"payment_request", data.request},
                  {"status", status_name(*data.request_status)},
                  {"amount", amount},
                  {"credit", ledger::number(entry.seq)}});
}

void tell_allocation(const Entry& entry, EventList& list) {
  const auto data = read_allocation(entry);
  json::array parts;
  for (const auto& part : data.parts) {
    parts.push_back({{"stall", part.stall.text()},
                     {"payment_request", told_or_null(part.request)},
                     {"amount", part.amount.count()}});
  }
  list.add("credit.allocated",
           {{"credit", ledger::number(data.credit.seq)},
            {"amount", data.credit.amount.count()},
            {"parts", std::move(parts)},
            {"undoes", data.undoes == ledger::Seq{} ? json::value{}
                                                    : json::value(ledger::number(data.undoes))}});
}

void tell_refund_requested(const Entry& entry, EventList& list) {
  const auto refund = read_refund_requested(entry).refund;
  list.add("refund.requested", {{"refund", refund.id},
                                {"credit", ledger::number(refund.credit)},
                                {"payment_request", told_or_null(refund.part.request)},
                                {"amount", refund.part.amount.count()}});
}

void tell_refund_paid(const Entry& entry, EventList& list) {
  const auto data = read_refund_paid(entry);
  list.add("refund.paid", {{"refund", data.refund}, {"amount", data.amount.count()}});
}

void tell_day_closed(const Entry& entry, EventList& list) {
  list.add("day.closed", {{"business_day", to_string(read_day_closed(entry).date)}});
}

void tell_alarm(const Alarm& alarm, EventList& list) {
  const bool silence = is_silence(alarm.code);
  list.add("alarm.raised",
           {{"code", alarm_name(alarm.code)},
            {"source", told_or_null(alarm.source)},
            {"since", silence ? json::value(ledger::format_instant(alarm.since)) : json::value{}}});
}

}  // namespace

std::vector<PublishedEvent> published_events(const Entry& entry) {
  EventList list{entry};
  switch (entry.kind) {
    case Kind::request_opened:
      tell_opened(entry, list);
      break;
    case Kind::request_cancelled:
      list.add("payment_request.cancelled",
               {{"payment_request", read_request_cancelled(entry).id}});
      break;
    case Kind::rest_requested:
      tell_rest(entry, list);
      break;
    case Kind::request_expired:
      tell_expired(entry, list);
      break;
    case Kind::credit:
      tell_credit(entry, list);
      break;
    case Kind::rejection:
      // The same money under two references is no news.
      if (read_rejection(entry).why == RejectionWhy::same_money) break;
      list.add("credit.rejected", {{"business_day", to_string(entry.day)}});
      break;
    case Kind::allocation:
      tell_allocation(entry, list);
      break;
    case Kind::refund_requested:
      tell_refund_requested(entry, list);
      break;
    case Kind::refund_paid:
      tell_refund_paid(entry, list);
      break;
    case Kind::refund_cancelled:
      list.add("refund.cancelled", {{"refund", read_refund_cancelled(entry).refund}});
      break;
    case Kind::payee_change_asked:
      list.add("payee.change_asked", {{"change", read_payee_change_asked(entry).id}});
      break;
    case Kind::payee_change_approved:
      list.add("payee.change_approved", {{"change", read_payee_change_step(entry).id}});
      break;
    case Kind::payee_change_withdrawn:
      list.add("payee.change_withdrawn", {{"change", read_payee_change_step(entry).id}});
      break;
    case Kind::payee_changed:
      list.add("payee.changed", {{"change", read_payee_change_step(entry).id}});
      break;
    case Kind::day_closed:
      tell_day_closed(entry, list);
      break;
    default:
      break;  // what nobody outside follows
  }
  for (const auto& alarm : alarms_of(entry)) tell_alarm(alarm, list);
  return list.take();
}

bool event_matches(std::string_view pattern, std::string_view type) {
  if (!pattern.ends_with('*')) return pattern == type;
  pattern.remove_suffix(1);
  return (pattern.empty() || pattern.ends_with('.')) && type.starts_with(pattern);
}

bool is_event_pattern(std::string_view pattern) {
  return std::any_of(event_types.begin(), event_types.end(),
                     [&](std::string_view type) { return event_matches(pattern, type); });
}

}  // namespace chopay::merchant
