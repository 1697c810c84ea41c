#pragma once

#include <boost/json.hpp>

#include "gateway/api/services.hpp"

namespace chopay::api {

/// {seq, day, amount, account (masked), occurred_at, recorded_at, source, parts: [{stall, request,
/// amount}], allocations: [entry seqs], amount_refunded, amount_refund_pending}.
boost::json::object credit_json(const merchant::CreditState& credit);

/// The seq that a path's parameter names, or 0, which no entry has.
ledger::Seq seq_param(const http::Exchange& exchange, std::string_view name);

/// Who decided, as entries keep it: the role and the beginning of the key's hash.
std::string actor(const Caller& caller, const Access& access);

/// True where the access may do it to every share of the credit.
bool may_with(const Access& access, Deed deed, const merchant::CreditState& credit);

}  // namespace chopay::api
