#include "merchant/error.hpp"

#include <array>
#include <string>

namespace chopay::merchant {
namespace {

struct Row {
  Errc code;
  const char* name;
  const char* sentence;
};

constexpr std::array rows{
    Row{Errc::unknown_market, "unknown_market", "there is no such market"},
    Row{Errc::unknown_zone, "unknown_zone", "the market has no such zone"},
    Row{Errc::unknown_stall, "unknown_stall", "the market has no such stall"},
    Row{Errc::unknown_request, "unknown_request", "there is no such payment request"},
    Row{Errc::already_exists, "already_exists", "it exists already"},
    Row{Errc::bad_amount, "bad_amount", "an amount must be whole đồng from 1 to 499999999"},
    Row{Errc::bad_text, "bad_text", "a text is too long or has characters that it must not have"},
    Row{Errc::bad_json, "bad_json", "the JSON is broken, or has a field that is not known"},
    Row{Errc::bad_account, "bad_account",
        "a payee account needs a 6-digit BIN and [A-Za-z0-9]{1,19}"},
    Row{Errc::bad_market_file, "bad_market_file", "the description of the market cannot be read"},
    Row{Errc::idempotency_conflict, "idempotency_conflict",
        "the idempotency key was used before with another request"},
    Row{Errc::not_pending, "not_pending", "the payment request is no longer pending"},
    Row{Errc::request_conflict, "request_conflict",
        "there is a payment request of this id with another content, which differs in"},
    Row{Errc::bad_request_id, "bad_request_id",
        "a chosen id needs 1 to 64 of A-Z a-z 0-9 . _ - and must not begin with pr_"},
    Row{Errc::not_short, "not_short", "the payment request is not short of money"},
    Row{Errc::too_many_rests, "too_many_rests", "the payment request had its codes for the rest"},
    Row{Errc::no_free_reference, "no_free_reference", "no free reference code was found"},
    Row{Errc::unknown_credit, "unknown_credit", "the market has no such credit"},
    Row{Errc::unknown_allocation, "unknown_allocation", "the credit has no allocation"},
    Row{Errc::unknown_refund, "unknown_refund", "the market has no such refund"},
    Row{Errc::bad_parts, "bad_parts", "these parts cannot explain the credit"},
    Row{Errc::bad_refund_amount, "bad_refund_amount",
        "a refund is more than 0 and no more than what is left of the credit"},
    Row{Errc::credit_refunded, "credit_refunded",
        "money of the credit goes back or went back, so it cannot be moved"},
    Row{Errc::credit_too_old, "credit_too_old", "the credit is too old to be changed"},
    Row{Errc::not_allocated, "not_allocated", "no stall explains the credit yet"},
    Row{Errc::not_the_last_allocation, "not_the_last_allocation",
        "only the last allocation of a credit can be taken back"},
    Row{Errc::too_many_allocations, "too_many_allocations",
        "the credit was explained anew too often"},
    Row{Errc::unknown_payee_change, "unknown_payee_change", "the stall has no such payee change"},
    Row{Errc::payee_change_open, "payee_change_open",
        "a change of the stall's payee account is open; it must be done or withdrawn first"},
    Row{Errc::payee_change_not_ready, "payee_change_not_ready",
        "the payee change needs the other side's agreement, and its time of waiting"},
    Row{Errc::needs_other_party, "needs_other_party",
        "a payee change needs two people: the household and the market board"},
    Row{Errc::day_not_over, "day_not_over", "a day that has not begun cannot be closed"},
    Row{Errc::bad_csv, "bad_csv", "the CSV file cannot be read"},
    Row{Errc::bad_xml, "bad_xml", "the XML cannot be read"},
    Row{Errc::bad_workbook, "bad_workbook", "the XLSX workbook cannot be read"},
    Row{Errc::bad_statement, "bad_statement", "the statement cannot be read"},
    Row{Errc::bad_mapping, "bad_mapping", "the mapping of columns cannot be read"},
    Row{Errc::unknown_statement, "unknown_statement", "the market has no such statement"},
    Row{Errc::unknown_account, "unknown_account", "the market has no such account"},
    Row{Errc::consent_needed, "consent_needed",
        "the account belongs to a stall whose household has not agreed that the board sees it"},
    Row{Errc::bad_period, "bad_period",
        "a period is a day (2026-11-24), a month (2026-11), a quarter (2026-Q4) or from..to, of at "
        "most 366 days"},
    Row{Errc::report_failed, "report_failed", "the document could not be made"},
    Row{Errc::unknown_cash_line, "unknown_cash_line", "there is no such line of cash"},
    Row{Errc::unknown_charge_month, "unknown_charge_month", "nothing was charged for this month"},
    Row{Errc::unknown_hand_over, "unknown_hand_over", "no such cash was handed over"},
    Row{Errc::nameless_person, "nameless_person",
        "cash passes from one person to another: a key without a name is nobody in particular"},
    Row{Errc::changed_meanwhile, "changed_meanwhile",
        "somebody else has changed it in the meantime; look at it again"},
    Row{Errc::nothing_owed, "nothing_owed",
        "the stall owes the board nothing that one transfer can pay"},
};

class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "chopay.merchant"; }
  std::string message(int value) const override {
    for (const auto& row : rows) {
      if (static_cast<int>(row.code) == value) return row.sentence;
    }
    return "unknown merchant error";
  }
};

}  // namespace

const boost::system::error_category& merchant_category() noexcept {
  static const Category category;
  return category;
}

boost::system::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), merchant_category()};
}

const char* code_name(Errc code) noexcept {
  for (const auto& row : rows) {
    if (row.code == code) return row.name;
  }
  return "unknown";
}

}  // namespace chopay::merchant
