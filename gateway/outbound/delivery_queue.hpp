#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "gateway/outbound/message.hpp"
#include "gateway/outbound/retry_ladder.hpp"
#include "ledger/clock.hpp"

namespace chopay::outbound {

/// The messages between a cursor and what was read of the log, and which of them may be sent now:
/// of each stall the oldest, no other before it was delivered. Knows no sockets and no clock.
class DeliveryQueue {
 public:
  /// Messages that wait at most, and entries that are read ahead of the cursor at most: one stall
  /// that does not get through holds up the others only then.
  static constexpr std::size_t messages_max = 1'024;
  static constexpr std::uint64_t entries_ahead_max = 50'000;

  /// Begins behind the entry `cursor`.
  DeliveryQueue(ledger::Seq cursor, RetryLadder ladder)
      : ladder_(std::move(ladder)), read_(cursor) {}

  /// Takes the next message of the log, due at once. REQUIRES: message.seq > read().
  void add(Message message);
  /// All messages of entries up to here were added.
  void set_read(ledger::Seq read) { read_ = read; }
  ledger::Seq read() const { return read_; }
  bool has_room() const;

  /// The oldest due message, under way from now on; nullptr where none is due. Valid until it is
  /// delivered.
  const Message* take(ledger::Instant now);
  /// REQUIRES for both: the message was taken.
  void delivered(const Message& message);
  /// Plans the next attempt; false where the ladder ends: then it is due no more until retry_all().
  bool failed(const Message& message, ledger::Instant now, ledger::Random& random);
  /// Begins the ladder of every message anew.
  void retry_all(ledger::Instant now);

  /// When the next message is due; nothing where all are under way or given up.
  std::optional<ledger::Instant> next_due() const;
  /// Everything up to this entry was delivered.
  ledger::Seq cursor() const;
  std::size_t waiting() const { return open_.size(); }

 private:
  struct Line {
    std::deque<Message> messages;  ///< the first one is tried, the others wait for it
    std::size_t failures = 0;
    ledger::Instant due{};
    bool under_way = false;
  };
  /// When a line is due, the entry of its first message, its order: the oldest is tried first.
  using Plan = std::tuple<ledger::Instant, ledger::Seq, std::string>;
  static Plan plan_of(const Line& line);
  void plan(Line& line, ledger::Instant due);

  RetryLadder ladder_;
  ledger::Seq read_;
  std::map<std::string, Line> lines_;  ///< by order; none is empty
  std::set<Plan> due_;                 ///< of the lines that may be tried
  std::multiset<ledger::Seq> open_;    ///< entries of what is undelivered
};

}  // namespace chopay::outbound
