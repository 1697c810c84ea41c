#include "merchant/statement/imported.hpp"

#include <boost/json.hpp>

#include <cstdlib>

#include "merchant/entry_fields.hpp"
#include "merchant/statement/compare.hpp"

namespace chopay::merchant::statement {
namespace {

namespace json = boost::json;

constexpr std::string_view key_prefix = "statement ";
constexpr std::string_view source_prefix = "statement:";
constexpr std::size_t source_digits = 16;
/// How long a notice may be late by which a credit of a statement is told again.
constexpr int late_notice_days = 30;
constexpr std::size_t fields_a_line = 7;

std::string place_of(const ledger::CreditKey& key) {
  return key.bank + '/' + key.account + '/' + key.reference;
}

std::string sum_of(const ledger::CreditKey& key, Dong amount) {
  return key.bank + '/' + key.account + '/' + to_string(amount);
}

BusinessDay day_field(const Fields& fields, std::string_view name) {
  const auto day = ledger::parse_business_day(fields.text(name));
  if (!day) fields.broken(name);
  return *day;
}

json::array line_json_array(const Line& line) {
  json::value at;
  if (line.occurred_at) at = ledger::format_instant(*line.occurred_at);
  return {line.row,
          to_string(line.day),
          std::move(at),
          line.amount.count(),
          line.direction == Direction::in ? "in" : "out",
          line.reversal,
          line.reference};
}

std::optional<Line> read_line_array(const json::value& value) {
  const auto* row = value.if_array();
  if (!row || row->size() != fields_a_line) return std::nullopt;
  const auto& fields = *row;
  const bool typed = fields[0].is_int64() && fields[1].is_string() && fields[3].is_int64() &&
                     fields[4].is_string() && fields[5].is_bool() && fields[6].is_string();
  if (!typed) return std::nullopt;
  Line line;
  line.row = static_cast<std::size_t>(fields[0].get_int64());
  const auto day = ledger::parse_business_day(fields[1].get_string());
  if (!day) return std::nullopt;
  line.day = *day;
  if (const auto* text = fields[2].if_string()) {
    const auto at = ledger::parse_instant(*text);
    if (!at) return std::nullopt;
    line.occurred_at = *at;
  }
  line.amount = Dong{fields[3].get_int64()};
  line.direction = fields[4].get_string() == "in" ? Direction::in : Direction::out;
  line.reversal = fields[5].get_bool();
  line.reference = fields[6].get_string();
  return line;
}

}  // namespace

ledger::CreditKey key_of(const Imported& imported) {
  return {imported.to, imported.account.bank, imported.account.number,
          std::string{key_prefix} + imported.id};
}

std::string to_data(const Imported& imported) {
  return json::serialize(json::object{{"id", imported.id},
                                      {"format", imported.format},
                                      {"bank", imported.account.bank},
                                      {"account", imported.account.number},
                                      {"from", to_string(imported.from)},
                                      {"to", to_string(imported.to)},
                                      {"lines", imported.lines},
                                      {"credits", imported.credits},
                                      {"credit_sum", imported.credit_sum.count()},
                                      {"by", imported.by}});
}

Imported read_imported(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {entry.seq,
          entry.at,
          fields.text("id"),
          fields.text("format"),
          {fields.text("bank"), fields.text("account")},
          day_field(fields, "from"),
          day_field(fields, "to"),
          fields.number("lines"),
          fields.number("credits"),
          Dong{fields.number("credit_sum")},
          fields.text("by")};
}

std::string lines_text(const std::vector<Line>& lines) {
  json::array rows;
  rows.reserve(lines.size());
  for (const auto& line : lines) rows.push_back(line_json_array(line));
  return json::serialize(rows);
}

Result<std::vector<Line>> read_lines_text(std::string_view text) {
  json::error_code error;
  const auto value = json::parse(text, error);
  const auto* rows = error ? nullptr : value.if_array();
  if (!rows) return Error{Errc::bad_statement, "its lines are not there; were they erased?"};
  std::vector<Line> lines;
  lines.reserve(rows->size());
  for (const auto& row : *rows) {
    auto line = read_line_array(row);
    if (!line) return Error{Errc::bad_statement, "its lines are damaged"};
    lines.push_back(std::move(*line));
  }
  return lines;
}

std::string source_of(std::string_view id) {
  return std::string{source_prefix} + std::string{id.substr(0, source_digits)};
}

bool is_statement_source(std::string_view source) {
  return source.starts_with(source_prefix);
}

void Imports::take(Imported imported) {
  const auto oldest = imported.to.days() - late_notice_days;
  std::erase_if(credit_days_, [&](const auto& row) { return row.second < oldest; });
  for (auto& [sum, credits] : told_) {
    std::erase_if(credits, [&](const ToldCredit& told) { return told.day.days() < oldest; });
  }
  std::erase_if(told_, [](const auto& row) { return row.second.empty(); });
  all_.push_back(std::move(imported));
  if (all_.size() > imported_kept_max) all_.pop_front();
}

void Imports::take_credit(const ledger::Entry& entry, const CreditData& data) {
  const auto& key = *entry.key;
  credit_days_[place_of(key)] = key.day.days();
  told_[sum_of(key, received_at_bank(entry))].push_back(
      {entry.seq, key.day, data.occurred_at, entry.at,
       data.request.empty() ? std::string{} : data.reference});
}

void Imports::found_again(ledger::Seq credit) {
  for (auto& [sum, credits] : told_) {
    std::erase_if(credits, [&](const ToldCredit& one) { return one.seq == credit; });
  }
}

std::vector<ToldCredit> Imports::alike(const ledger::CreditKey& key, Dong amount,
                                       Instant occurred_at) const {
  const auto found = told_.find(sum_of(key, amount));
  if (found == told_.end()) return {};
  auto alike = found->second;
  std::erase_if(alike, [&](const ToldCredit& one) {
    const auto days_apart = std::abs(one.day.days() - key.day.days());
    const bool day_fits = days_apart == 0 || (days_apart == 1 && is_night(occurred_at));
    if (!day_fits || occurred_at >= one.recorded_at) return true;
    return one.is_timed() && std::chrono::abs(occurred_at - one.occurred_at) > told_apart_max;
  });
  return alike;
}

bool ToldCredit::is_timed() const {
  return occurred_at != Instant{day.date()} - ledger::vietnam_offset;
}

std::vector<Imported> Imports::covering(BusinessDay day) const {
  std::map<PayeeAccount, const Imported*> newest;
  for (const auto& one : all_) {
    if (one.covers(day)) newest[one.account] = &one;
  }
  std::vector<Imported> found;
  found.reserve(newest.size());
  for (const auto& [account, one] : newest) found.push_back(*one);
  return found;
}

std::vector<ledger::CreditKey> Imports::beside(const ledger::CreditKey& key) const {
  const auto found = credit_days_.find(place_of(key));
  if (found == credit_days_.end() || std::abs(found->second - key.day.days()) != 1) return {};
  auto other = key;
  other.day = BusinessDay::from_days(found->second);
  return {other};
}

}  // namespace chopay::merchant::statement
