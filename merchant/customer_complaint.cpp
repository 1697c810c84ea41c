#include "merchant/customer_complaint.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "merchant/text_or_null.hpp"
#include "merchant/vault_row.hpp"

namespace chopay::merchant {

namespace json = boost::json;

std::optional<CustomerComplaint> read_complaint(std::string_view value) {
  const auto row = read_row(value);
  if (!row) return std::nullopt;
  const auto at = ledger::parse_instant(row_text(*row, "at"));
  CustomerComplaint complaint{
      row_text(*row, "id"), {}, row_text(*row, "stall"), row_text(*row, "text"),
      row_text(*row, "by"), {}, row_text(*row, "result")};
  if (!at || complaint.id.empty() || complaint.text.empty()) return std::nullopt;
  complaint.at = *at;
  if (const auto settled = ledger::parse_instant(row_text(*row, "settled_at"))) {
    complaint.settled_at = *settled;
  }
  return complaint;
}

std::string complaints_of(const MarketId& market) {
  return "complaint/" + market.text() + '/';
}

ledger::VaultChange complaint_row(const MarketId& market, const CustomerComplaint& complaint) {
  return {complaints_of(market) + complaint.id, to_json(complaint)};
}

std::vector<CustomerComplaint> read_complaints(ledger::Reader& reader, const MarketId& market) {
  std::vector<CustomerComplaint> complaints;
  for (const auto& [name, value] : reader.vault_list(complaints_of(market))) {
    if (auto complaint = read_complaint(value)) complaints.push_back(std::move(*complaint));
  }
  std::ranges::stable_sort(complaints, {}, &CustomerComplaint::at);
  return complaints;
}

std::string to_json(const CustomerComplaint& complaint) {
  const auto settled = complaint.settled_at
                           ? json::value(ledger::format_instant(*complaint.settled_at))
                           : json::value{};
  return json::serialize(json::object{{"id", complaint.id},
                                      {"at", ledger::format_instant(complaint.at)},
                                      {"stall", text_or_null(complaint.stall)},
                                      {"text", complaint.text},
                                      {"by", complaint.by},
                                      {"settled_at", settled},
                                      {"result", text_or_null(complaint.result)}});
}

}  // namespace chopay::merchant
