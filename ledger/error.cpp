#include "ledger/error.hpp"

#include <string>

namespace chopay::ledger {
namespace {

const char* sentence(Errc code) noexcept {
  switch (code) {
    case Errc::amount_out_of_range:
      return "the amount is outside the allowed range";
    case Errc::amount_overflow:
      return "the sum of the amounts does not fit into 64 bits";
    case Errc::bad_day:
      return "not a calendar day of the form YYYY-MM-DD";
    case Errc::bad_instant:
      return "not an instant of the form YYYY-MM-DDTHH:MM:SS.mmmZ";
    case Errc::bad_id:
      return "the identifier has a wrong form";
    case Errc::bad_entry:
      return "the stored bytes are not an entry";
    case Errc::unbalanced:
      return "the postings of the entry do not sum to zero";
    case Errc::wrong_market:
      return "the entry belongs to another market";
    case Errc::gap:
      return "a sequence number is missing or out of order";
    case Errc::chain_broken:
      return "the entry does not carry the hash of the entry before it";
    case Errc::hash_mismatch:
      return "the stored hash is not the hash of the stored bytes";
    case Errc::totals_mismatch:
      return "a stored total is not the sum of the postings";
    case Errc::key_mismatch:
      return "the index of credit keys does not agree with the entries";
    case Errc::duplicate_key:
      return "an entry with the same key exists";
    case Errc::head_moved:
      return "the log has grown since the batch was decided";
    case Errc::store_refused:
      return "the store does not keep what is asked of it";
    case Errc::store_in_use:
      return "another process has the ledger open for writing";
    case Errc::store_failed:
      return "the store failed; nothing was acknowledged";
    case Errc::not_found:
      return "there is no such entry";
    case Errc::queue_full:
      return "the queue of the lane is full";
    case Errc::stopping:
      return "the lane is stopping";
    case Errc::structure_damaged:
      return "the store is not as it was made";
    case Errc::already_there:
      return "there is one already; nothing was changed";
  }
  return "unknown ledger error";
}

class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "chopay.ledger"; }
  std::string message(int value) const override { return sentence(static_cast<Errc>(value)); }
};

}  // namespace

const boost::system::error_category& ledger_category() noexcept {
  static const Category category;
  return category;
}

boost::system::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), ledger_category()};
}

}  // namespace chopay::ledger
