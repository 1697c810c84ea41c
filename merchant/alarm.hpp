#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "ledger/entry.hpp"
#include "merchant/entry_data.hpp"

namespace chopay::merchant {

/// What somebody should look at. All but the silences are read off an entry that is there anyway.
enum class AlarmCode {
  tiny_amount,     ///< a credit under tiny_amount_below: perhaps a sum typed without its zeros
  amount_differs,  ///< a credit that is not what its request asked for
  same_payer,      ///< the same payer sent the same sum to the same account within a minute
  contradiction,   ///< a source told the same transfer with another amount
  told_twice,      ///< perhaps the same money by a statement and under another reference by a bank
  clock_skew,      ///< a bank's time lies ahead of ours by more than clock_skew_max
  payee_change,    ///< somebody asked for another payee account
  silent_stall,    ///< no credit comes while its neighbours get theirs: perhaps a foreign sticker
  silent_source,   ///< nothing comes from a source though it should
};

std::string_view alarm_name(AlarmCode code);
/// True for what tells that nothing comes: it has a since and a missed, the others have not.
bool is_silence(AlarmCode code);

/// True for what tells of a stall's sales, which its household may keep to itself; that a sticker
/// may be foreign or an account is to be changed is the board's own business.
bool tells_of_sales(AlarmCode code);

inline constexpr Dong tiny_amount_below{1'000};
inline constexpr std::chrono::minutes clock_skew_max{2};

struct Alarm {
  ledger::Seq seq{};  ///< the entry that gives it
  Instant at;         ///< when that was written
  AlarmCode code = AlarmCode::tiny_amount;
  StallId stall;            ///< empty: of none
  std::string source;       ///< of a silent source, else empty
  Instant since;            ///< silences: the last credit; else nothing
  std::int64_t missed = 0;  ///< silent_stall: what came to the rest of the zone since then
  ledger::Seq earlier{};    ///< contradiction, told_twice: the entry that told it before
};

/// The alarms of an entry, most have none.
std::vector<Alarm> alarms_of(const ledger::Entry& entry);
/// The same for a credit whose data is read already.
std::vector<Alarm> alarms_of_credit(const ledger::Entry& entry, const CreditData& data);

/// The data of an entry alarm_raised, which only silences need: nothing that came tells of them.
std::string to_data(const Alarm& alarm);

/// The newest alarms of a market. Part of the Book.
class AlarmLog {
 public:
  static constexpr std::size_t kept_max = 500;

  void take(Alarm alarm);
  /// True when that silence has its alarm already.
  bool knows(AlarmCode code, const StallId& stall, const std::string& source, Instant since) const;
  /// Oldest first.
  const std::deque<Alarm>& newest() const { return newest_; }

  /// All that it remembers, for the book's snapshot (book_archive.hpp).
  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    archive(self.newest_, self.silences_);
  }

 private:
  std::deque<Alarm> newest_;
  /// Since when whoever was last told silent is so, by code, stall and source.
  std::map<std::string, Instant> silences_;
};

}  // namespace chopay::merchant
