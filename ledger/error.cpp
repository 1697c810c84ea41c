#include "ledger/error.hpp"

#include <string>
#include <utility>

namespace chopay::ledger {
namespace {

constexpr std::pair<Errc, const char*> sentences[] = {
    {Errc::amount_out_of_range, "the amount is outside the allowed range"},
    {Errc::amount_overflow, "the sum of the amounts does not fit into 64 bits"},
    {Errc::bad_day, "not a calendar day of the form YYYY-MM-DD"},
    {Errc::bad_instant, "not an instant of the form YYYY-MM-DDTHH:MM:SS.mmmZ"},
    {Errc::bad_id, "the identifier has a wrong form"},
    {Errc::bad_entry, "the stored bytes are not an entry"},
    {Errc::unbalanced, "the postings of the entry do not sum to zero"},
    {Errc::wrong_market, "the entry belongs to another market"},
    {Errc::gap, "a sequence number is missing or out of order"},
    {Errc::chain_broken, "the entry does not carry the hash of the entry before it"},
    {Errc::hash_mismatch, "the stored hash is not the hash of the stored bytes"},
    {Errc::totals_mismatch, "a stored total is not the sum of the postings"},
    {Errc::key_mismatch, "the index of credit keys does not agree with the entries"},
    {Errc::duplicate_key, "an entry with the same key exists"},
    {Errc::head_moved, "the log has grown since the batch was decided"},
    {Errc::store_refused, "the store does not keep what is asked of it"},
    {Errc::store_in_use, "another process has the ledger open for writing"},
    {Errc::store_failed, "the store failed; nothing was acknowledged"},
    {Errc::not_found, "there is no such entry"},
    {Errc::queue_full, "the queue of the lane is full"},
    {Errc::stopping, "the lane is stopping"},
    {Errc::structure_damaged, "the store is not as it was made"},
    {Errc::already_there, "there is one already; nothing was changed"},
    {Errc::bad_note, "not a signed note"},
    {Errc::bad_key, "not a key that notes are signed or checked with"},
    {Errc::bad_signature, "there is no right signature of the key"},
    {Errc::bad_checkpoint, "not a checkpoint of the log"},
    {Errc::bad_proof, "the proof does not lead to the root of the checkpoint"},
    {Errc::bad_receipt, "not a receipt"},
    {Errc::tree_mismatch, "the Merkle tree of the entries is another"},
    {Errc::guard_damaged, "the file is not a head guard, or was damaged"},
    {Errc::split_view, "split view: the log shows another history than it showed before"},
    {Errc::log_went_back, "the log went back to an earlier size"},
    {Errc::log_away, "the log cannot be reached"},
    {Errc::log_refused, "the log does not give what it was asked for"},
};

const char* sentence(Errc code) noexcept {
  for (const auto& [one, text] : sentences) {
    if (one == code) return text;
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
