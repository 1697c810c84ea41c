#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/dong.hpp"
#include "ledger/entry.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

using ledger::Dong;

/// What the reference in the key of a notice that is held back ends with: the notice's own key is
/// free until it is known that its money is another.
inline constexpr char held_mark = '?';

/// A notice of money that a statement perhaps told already: posted nowhere until a person has said
/// whether it is the same money.
struct HeldNotice {
  ledger::Seq seq{};      ///< of its rejection
  ledger::Instant at;     ///< when it was held back
  ledger::CreditKey key;  ///< its own, without the mark
  PayeeAccount account;   ///< that received: the virtual one where there is one
  Dong amount;
  std::string source;
  ledger::Instant occurred_at;  ///< by the bank's clock
  ledger::Seq earlier{};        ///< the credit that a statement told
};

/// The notices of a market that wait for a person. Part of the Book.
class HeldNotices {
 public:
  /// Beyond it the oldest leaves the list: its rejection stays in the log, its money is not posted.
  static constexpr std::size_t kept_max = 1'000;

  /// A rejection whose `why` is told_twice.
  void take(const ledger::Entry& rejection);
  /// A person has said that it is the same money.
  void settle(ledger::Seq rejection);
  /// A credit has this key: it was other money.
  void posted(const ledger::CreditKey& key);

  /// Oldest first.
  const std::deque<HeldNotice>& waiting() const { return waiting_; }
  /// The one of that rejection, while it waits; valid until the next change.
  const HeldNotice* find(ledger::Seq rejection) const;
  /// False in a market in which none was ever held back.
  bool ever() const { return taken_ > 0; }

  /// All that it remembers, for the book's snapshot (book_archive.hpp).
  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.waiting_, self.taken_);
  }

 private:
  std::deque<HeldNotice> waiting_;
  std::uint64_t taken_ = 0;
};

/// The data of an entry rejection_settled.
std::string settled_data(ledger::Seq rejection, const std::string& by);
ledger::Seq read_rejection_settled(const ledger::Entry& entry);

}  // namespace chopay::merchant
