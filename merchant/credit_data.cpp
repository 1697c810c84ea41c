// The data of a credit, both ways. It is written and read for every notice, so it is a plain object
// and goes through no JSON document.
#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "merchant/entry_data.hpp"
#include "merchant/plain_object.hpp"

namespace chopay::merchant {
namespace {

constexpr std::array reasons{
    std::pair{MatchReason::code, std::string_view{"code"}},
    std::pair{MatchReason::corrected_code, std::string_view{"corrected_code"}},
    std::pair{MatchReason::exact_amount, std::string_view{"exact_amount"}},
    std::pair{MatchReason::stall_memo, std::string_view{"stall_memo"}},
    std::pair{MatchReason::sole_stall, std::string_view{"sole_stall"}},
    std::pair{MatchReason::former_account, std::string_view{"former_account"}},
    std::pair{MatchReason::shared_account, std::string_view{"shared_account"}},
};

std::optional<MatchReason> reason_from_name(std::string_view name) {
  for (const auto& [value, text] : reasons) {
    if (text == name) return value;
  }
  return std::nullopt;
}

/// Appends ,"name":"value". Ids of sources and requests, names and codes hold nothing that JSON
/// escapes; anything else here is a bug.
void append_field(std::string& out, std::string_view name, std::string_view value) {
  const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
    return c >= 0x20 && c != 0x7F && c != '"' && c != '\\';
  });
  if (!plain) throw std::logic_error("a credit's " + std::string{name} + " is no plain text");
  out += out.empty() ? "{\"" : ",\"";
  out += name;
  out += "\":\"";
  out += value;
  out += '"';
}

}  // namespace

std::string_view reason_name(MatchReason reason) {
  for (const auto& [value, name] : reasons) {
    if (value == reason) return name;
  }
  throw std::logic_error("a reason without a name");
}

std::string to_data(const CreditData& data) {
  std::string out;
  out.reserve(256);
  append_field(out, "source", data.source);
  append_field(out, "occurred", ledger::format_instant(data.occurred_at));
  append_field(out, "verdict", verdict_name(data.verdict));
  append_field(out, "reason", reason_name(data.reason));
  if (!data.request.empty()) append_field(out, "request", data.request);
  if (data.request_status) append_field(out, "request_status", status_name(*data.request_status));
  if (!data.reference.empty()) append_field(out, "reference", data.reference);
  if (data.same_payer) append_field(out, "same_payer", "yes");
  if (!data.other_money_by.empty()) append_field(out, "other_money_by", data.other_money_by);
  out += '}';
  return out;
}

CreditData read_credit(const ledger::Entry& entry) {
  const auto fields = PlainObject::read(entry.data);
  if (!fields) throw BrokenLog(entry, "data");
  CreditData data;
  data.source = fields->text("source");
  if (data.source.empty()) throw BrokenLog(entry, "source");
  const auto occurred_at = ledger::parse_instant(fields->text("occurred"));
  if (!occurred_at) throw BrokenLog(entry, "occurred");
  data.occurred_at = *occurred_at;
  const auto verdict = verdict_from_name(fields->text("verdict"));
  if (!verdict) throw BrokenLog(entry, "verdict");
  data.verdict = *verdict;
  const auto reason = reason_from_name(fields->text("reason"));
  if (!reason) throw BrokenLog(entry, "reason");
  data.reason = *reason;
  data.request = fields->text("request");
  data.request_status = status_from_name(fields->text("request_status"));
  data.reference = fields->text("reference");
  data.same_payer = !fields->text("same_payer").empty();
  data.other_money_by = fields->text("other_money_by");
  return data;
}

}  // namespace chopay::merchant
