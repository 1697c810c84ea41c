#include "merchant/charges/charge_data.hpp"

#include <boost/json.hpp>

#include "merchant/entry_fields.hpp"

namespace chopay::merchant::charges {
namespace {

namespace json = boost::json;
using ledger::Entry;
using ledger::Kind;

void add_name(json::object& object, const Person& person) {
  if (!person.name.empty()) object["name"] = person.name;
}

BusinessDay month_in(const FieldReader& fields) {
  const auto month = parse_charge_month(fields.text("month"));
  if (!month) fields.broken("month");
  return *month;
}

TariffSet read_tariff(const Entry& entry) {
  const Fields fields{entry};
  const auto from = parse_charge_month(fields.text("from"));
  if (!from) fields.broken("from");
  return {{fields.text("tariff"), fields.text("name"), fields.flag("by_area"),
           Dong{fields.number("price")}, fields.text_or_empty("zone"), *from},
          fields.text("by")};
}

void apply_bills(ChargeBook& book, const Entry& entry) {
  const Fields fields{entry};
  const auto month = month_in(fields);
  for (const auto& bill : fields.list("bills")) {
    book.bill(month, bill.stall("stall"), Dong{bill.number("due")}, bill.number("area_dm2"));
  }
}

/// Who acts, with the name that stands beside since there are names.
Person person_in(const FieldReader& fields, std::string_view field) {
  return {fields.text(field), fields.text_or_empty("name")};
}

void apply_naming(ChargeBook& book, const Entry& entry, const FieldReader& fields) {
  const auto money = fields.seq("money");
  const bool fits = fields.has("undoes")
                        ? book.take_back(entry, money, fields.seq("undoes"))
                        : book.name_part(entry, money, posted_to(entry, "charge_suspense/"));
  if (!fits) fields.broken("money");
}

void apply_payment(ChargeBook& book, const Entry& entry) {
  const Fields fields{entry};
  if (fields.has("money")) return apply_naming(book, entry, fields);
  if (fields.has("collector")) {
    return book.pay_cash(entry, person_in(fields, "collector"), posted_to(entry, "collector/"));
  }
  book.receive(entry, fields.text_or_empty("source"), posted_to(entry, "board/"));
}

void apply_confirmation(ChargeBook& book, const Entry& entry) {
  const Fields fields{entry};
  const auto hand_over = fields.seq("hand_over");
  if (!book.hand_over(hand_over)) throw BrokenLog(entry, "hand_over");
  book.confirm(hand_over, Dong{fields.number("counted")}, person_in(fields, "by"));
}

}  // namespace

std::string to_data(const TariffSet& data) {
  const auto& tariff = data.tariff;
  json::object object{{"tariff", tariff.id},
                      {"name", tariff.name},
                      {"by_area", tariff.by_area},
                      {"price", tariff.price.count()},
                      {"from", month_text(tariff.from)},
                      {"by", data.by}};
  if (!tariff.zone.empty()) object["zone"] = tariff.zone;
  return json::serialize(object);
}

std::string to_data(const ChargesDue& data) {
  json::array bills;
  for (const auto& bill : data.bills) {
    bills.push_back(
        {{"stall", bill.stall.text()}, {"due", bill.due.count()}, {"area_dm2", bill.area_dm2}});
  }
  return json::serialize(json::object{
      {"month", month_text(data.month)}, {"bills", std::move(bills)}, {"by", data.by}});
}

std::string to_data(const ChargeCollected& data) {
  json::object object{{"collector", data.collector.who}, {"id", data.id}};
  add_name(object, data.collector);
  return json::serialize(object);
}

std::string to_data(const ChargeReceived& data) {
  return json::serialize(json::object{{"source", data.source},
                                      {"occurred_at", ledger::format_instant(data.occurred_at)}});
}

std::string to_data(const MoneyNamed& data) {
  json::object object{{"money", ledger::number(data.money)}, {"by", data.by}};
  if (data.undoes != ledger::Seq{}) object["undoes"] = ledger::number(data.undoes);
  return json::serialize(object);
}

ChargeReceived read_charge_received(const Entry& entry) {
  const Fields fields{entry};
  ChargeReceived received{fields.text_or_empty("source"), {}};
  if (fields.has("occurred_at")) received.occurred_at = fields.instant("occurred_at");
  return received;
}

std::string to_data(const ChargeWaived& data) {
  return json::serialize(
      json::object{{"month", month_text(data.month)}, {"why", data.why}, {"by", data.by}});
}

ChargeWaived read_charge_waived(const Entry& entry) {
  const Fields fields{entry};
  return {month_in(fields), fields.text("why"), fields.text("by")};
}

std::string to_data(const HandOverConfirmed& data) {
  json::object object{{"hand_over", ledger::number(data.hand_over)},
                      {"counted", data.counted.count()},
                      {"by", data.by.who}};
  add_name(object, data.by);
  return json::serialize(object);
}

std::string to_data(const ChargesClosed& data) {
  return json::serialize(json::object{{"month", month_text(data.month)}, {"by", data.by}});
}

std::string hand_over_data(const Person& collector) {
  json::object object{{"collector", collector.who}};
  add_name(object, collector);
  return json::serialize(object);
}

std::string due_account(const StallId& stall) {
  return "due/" + stall.text();
}

Dong posted_to(const Entry& entry, std::string_view prefix) {
  Dong sum;
  for (const auto& posting : entry.postings) {
    if (posting.account.starts_with(prefix)) sum += posting.amount;
  }
  return sum;
}

void apply(ChargeBook& book, const Entry& entry) {
  book.note_last(entry);
  switch (entry.kind) {
    case Kind::tariff_set:
      return book.set_tariff(read_tariff(entry).tariff);
    case Kind::charges_due:
      return apply_bills(book, entry);
    case Kind::charge_paid:
      return apply_payment(book, entry);
    case Kind::charge_waived:
      return book.waive(entry.stall, -posted_to(entry, "due/"));
    case Kind::cash_handed_over:
      return book.hand_over(entry, person_in(Fields{entry}, "collector"),
                            posted_to(entry, "handed/"));
    case Kind::hand_over_confirmed:
      return apply_confirmation(book, entry);
    case Kind::charges_closed: {
      const auto month = month_in(Fields{entry});
      if (!book.month(month)) throw BrokenLog(entry, "month");
      return book.close(month);
    }
    default:
      return;
  }
}

}  // namespace chopay::merchant::charges
