// Cash as a household notes it: its entries, and the decisions that write them.
#include "merchant/cash_line.hpp"

#include <boost/json.hpp>

#include "merchant/draft.hpp"
#include "merchant/entry_fields.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

namespace json = boost::json;
using ledger::Kind;

/// No BIN: keys of cash lie beside those of transfers and are never one of them.
constexpr std::string_view key_bank = "cash";

ledger::CreditKey cash_key(const StallId& stall, ledger::BusinessDay day, std::string reference) {
  return {day, std::string{key_bank}, stall.text(), std::move(reference)};
}

std::optional<Error> wrong(const NoteCash& command, Instant now) {
  const auto today = ledger::business_day_of(now);
  if (command.amount < Dong{1} || command.amount > cash_line_max) return Error{Errc::bad_amount};
  if (command.day > today || command.day.days() < today.days() - cash_line_age_max.count()) {
    return Error{Errc::bad_period, "from 400 days ago to today"};
  }
  if (!is_caller_id(command.id)) return Error{Errc::bad_request_id};
  return std::nullopt;
}

std::vector<ledger::Posting> postings_of(const StallId& stall, Dong amount) {
  return {{cash_account(stall), amount}, {cash_sales_account(stall), -amount}};
}

}  // namespace

bool is_caller_id(std::string_view id) {
  constexpr std::size_t bytes_max = 40;
  return !id.empty() && id.find(' ') == std::string_view::npos && is_line(id, bytes_max);
}

std::string cash_account(const StallId& stall) {
  return "cash/" + stall.text();
}

std::string cash_sales_account(const StallId& stall) {
  return "cash_sales/" + stall.text();
}

std::string cash_noted_data(const std::string& by) {
  return json::serialize(json::object{{"by", by}});
}

std::string cash_taken_back_data(ledger::Seq line, const std::string& by) {
  return json::serialize(json::object{{"line", ledger::number(line)}, {"by", by}});
}

ledger::Seq read_cash_taken_back(const ledger::Entry& entry) {
  return Fields{entry}.seq("line");
}

CashLine read_cash_noted(const ledger::Entry& entry) {
  CashLine line{entry.stall, entry.seq, entry.day, {}};
  for (const auto& posting : entry.postings) {
    if (posting.account.starts_with("cash/")) line.amount += posting.amount;
  }
  return line;
}

Rules::Outcome Rules::decide_on(const NoteCash& command, ledger::KnownKeys& keys, Instant now) {
  using Answer = NoteCash::Answer;
  const auto* market = book(command.market);
  if (!market || !market->registry()->stall(command.stall)) {
    return {{}, Answer{Error{Errc::unknown_stall, command.stall.text()}}};
  }
  if (auto error = wrong(command, now)) return {{}, Answer{std::move(*error)}};
  const CashLine line{command.stall, {}, command.day, command.amount};
  auto key = cash_key(command.stall, command.day, "n " + command.id);
  if (const auto earlier = keys.find(command.market, key)) {
    const auto noted = read_cash_noted(*earlier);
    if (noted.amount != command.amount) return {{}, Answer{Error{Errc::idempotency_conflict}}};
    return {{}, Answer{noted}};
  }
  auto draft = draft_of(command.market, command.stall, Kind::cash_noted, command.day,
                        cash_noted_data(command.by));
  draft.key = std::move(key);
  draft.postings = postings_of(command.stall, command.amount);
  draft.private_part = command.note;
  return {std::move(draft), Answer{line}};
}

Rules::Outcome Rules::decide_on(const TakeBackCash& command, ledger::KnownKeys& keys, Instant) {
  using Answer = TakeBackCash::Answer;
  const auto entry = keys.at(command.market, command.line);
  if (!entry || entry->kind != Kind::cash_noted || entry->stall != command.stall) {
    return {{}, Answer{Error{Errc::unknown_cash_line}}};
  }
  auto line = read_cash_noted(*entry);
  line.taken_back = true;
  auto key = cash_key(command.stall, line.day, "b " + std::to_string(ledger::number(command.line)));
  if (keys.find(command.market, key)) return {{}, Answer{line}};
  auto draft = draft_of(command.market, command.stall, Kind::cash_taken_back, line.day,
                        cash_taken_back_data(command.line, command.by));
  draft.key = std::move(key);
  draft.postings = postings_of(command.stall, -line.amount);
  return {std::move(draft), Answer{line}};
}

}  // namespace chopay::merchant
