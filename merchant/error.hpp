#pragma once

#include <boost/system/error_code.hpp>

#include <string>
#include <utility>

#include "ledger/result.hpp"

namespace chopay::merchant {

/// What a market's rules refuse, and why. The names (code_name) are stable: the API shows them.
enum class Errc {
  unknown_market = 1,
  unknown_zone,
  unknown_stall,
  unknown_request,
  already_exists,
  bad_amount,
  bad_text,
  bad_json,
  bad_account,
  bad_market_file,
  idempotency_conflict,
  not_pending,
  request_conflict,
  bad_request_id,
  not_short,
  too_many_rests,
  no_free_reference,
  unknown_credit,
  unknown_allocation,
  unknown_refund,
  bad_parts,
  bad_refund_amount,
  credit_refunded,
  credit_too_old,
  not_allocated,
  not_the_last_allocation,
  too_many_allocations,
  unknown_payee_change,
  payee_change_open,
  payee_change_not_ready,
  needs_other_party,
  day_not_over,
  bad_csv,
  bad_xml,
  bad_workbook,
  bad_statement,
  bad_mapping,
  unknown_statement,
  unknown_account,
  consent_needed,
  bad_period,
  report_failed,
  unknown_cash_line,
  unknown_charge_month,
  unknown_hand_over,
  nothing_owed,
  nameless_person,
  changed_meanwhile,
};

const boost::system::error_category& merchant_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;
/// The stable name of the code, in snake_case.
const char* code_name(Errc code) noexcept;

using ledger::Error;
using ledger::Result;

}  // namespace chopay::merchant

namespace boost::system {
template <>
struct is_error_code_enum<chopay::merchant::Errc> : std::true_type {};
}  // namespace boost::system

namespace chopay::merchant {

/// The answer that says why not.
template <class T>
Result<T> refuse(Errc code, std::string detail = {}) {
  return Error{code, std::move(detail)};
}

}  // namespace chopay::merchant
