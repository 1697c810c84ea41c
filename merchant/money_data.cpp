#include "merchant/money_data.hpp"

#include "merchant/entry_fields.hpp"

namespace chopay::merchant {

namespace json = boost::json;

namespace {

json::array parts_json(const std::vector<CreditPart>& parts) {
  json::array rows;
  for (const auto& part : parts) {
    json::object row{{"stall", part.stall.text()}, {"amount", part.amount.count()}};
    if (!part.request.empty()) row["request"] = part.request;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<CreditPart> read_parts(const FieldReader& fields, std::string_view name) {
  std::vector<CreditPart> parts;
  for (const auto& row : fields.list(name)) {
    parts.push_back({row.stall("stall"), row.text_or_empty("request"), Dong{row.number("amount")}});
  }
  return parts;
}

/// What of a credit the entry must bring along: a book does not hold those that nobody changed.
json::object credit_json(const CreditState& credit) {
  return {{"seq", ledger::number(credit.seq)},
          {"day", to_string(credit.day)},
          {"occurred", ledger::format_instant(credit.occurred_at)},
          {"recorded", ledger::format_instant(credit.recorded_at)},
          {"since", ledger::format_instant(credit.since)},
          {"bank", credit.account.bank},
          {"account", credit.account.number},
          {"amount", credit.amount.count()},
          {"source", credit.source},
          {"parts", parts_json(credit.parts)}};
}

CreditState read_credit_state(const FieldReader& fields) {
  CreditState credit;
  credit.seq = fields.seq("seq");
  const auto day = ledger::parse_business_day(fields.text("day"));
  if (!day) fields.broken("day");
  credit.day = *day;
  credit.occurred_at = fields.instant("occurred");
  credit.recorded_at = fields.instant("recorded");
  credit.since = fields.instant("since");
  credit.account = {fields.text("bank"), fields.text("account")};
  credit.amount = Dong{fields.number("amount")};
  credit.source = fields.text("source");
  credit.parts = read_parts(fields, "parts");
  return credit;
}

}  // namespace

std::string to_data(const AllocationData& data) {
  json::object object{{"credit", credit_json(data.credit)},
                      {"parts", parts_json(data.parts)},
                      {"by", data.by},
                      {"why", data.why}};
  if (data.undoes != ledger::Seq{}) object["undoes"] = ledger::number(data.undoes);
  return json::serialize(object);
}

std::string to_data(const RefundRequested& data) {
  const auto& refund = data.refund;
  json::object object{{"id", refund.id},
                      {"credit", credit_json(data.credit)},
                      {"amount", refund.part.amount.count()},
                      {"reference", refund.reference.text()},
                      {"why", refund.why},
                      {"by", refund.by}};
  if (!refund.part.request.empty()) object["request"] = refund.part.request;
  return json::serialize(object);
}

std::string to_data(const RefundPaid& data) {
  return json::serialize(json::object{{"refund", data.refund},
                                      {"source", data.source},
                                      {"occurred", ledger::format_instant(data.occurred_at)},
                                      {"amount", data.amount.count()}});
}

std::string to_data(const RefundCancelled& data) {
  return json::serialize(json::object{{"refund", data.refund}, {"by", data.by}});
}

AllocationData read_allocation(const ledger::Entry& entry) {
  const Fields fields{entry};
  AllocationData data;
  data.credit = read_credit_state(fields.object("credit"));
  data.parts = read_parts(fields, "parts");
  if (fields.has("undoes")) data.undoes = fields.seq("undoes");
  data.by = fields.text("by");
  data.why = fields.text("why");
  return data;
}

RefundRequested read_refund_requested(const ledger::Entry& entry) {
  const Fields fields{entry};
  RefundRequested data{
      read_credit_state(fields.object("credit")),
      {fields.text("id"),
       {},
       {entry.stall, fields.text_or_empty("request"), Dong{fields.number("amount")}},
       fields.reference("reference"),
       {},
       fields.text("why"),
       fields.text("by"),
       entry.at}};
  data.refund.credit = data.credit.seq;
  data.refund.account = data.credit.account;
  return data;
}

RefundPaid read_refund_paid(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {fields.text("refund"), fields.text("source"), fields.instant("occurred"),
          Dong{fields.number("amount")}};
}

RefundCancelled read_refund_cancelled(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {fields.text("refund"), fields.text("by")};
}

}  // namespace chopay::merchant
