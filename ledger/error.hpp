#pragma once

#include <boost/system/error_code.hpp>

namespace chopay::ledger {

/// What can go wrong in the ledger room. Numbers are not stored; texts may change.
enum class Errc {
  amount_out_of_range = 1,
  amount_overflow,
  bad_day,
  bad_instant,
  bad_id,
  bad_entry,
  unbalanced,
  wrong_market,
  gap,
  chain_broken,
  hash_mismatch,
  totals_mismatch,
  key_mismatch,
  duplicate_key,
  head_moved,
  store_refused,
  store_in_use,
  store_failed,
  not_found,
  queue_full,
  stopping,
  structure_damaged,
  already_there,
  bad_note,
  bad_key,
  bad_signature,
  bad_checkpoint,
  bad_proof,
  bad_receipt,
  tree_mismatch,
  guard_damaged,
  split_view,
  log_went_back,
  log_away,
  log_refused,
};

const boost::system::error_category& ledger_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;

}  // namespace chopay::ledger

namespace boost::system {
template <>
struct is_error_code_enum<chopay::ledger::Errc> : std::true_type {};
}  // namespace boost::system
