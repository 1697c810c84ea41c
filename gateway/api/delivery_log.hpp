#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/store.hpp"

namespace chopay::api {

/// The outcome of a test notice: no message of the source, and never an entry.
inline constexpr const char* trial_outcome = "test";

/// One message of a source, and what became of it. Names no payer, no account and no amount.
struct DeliveredMessage {
  std::uint64_t number = 0;          ///< of the source's messages, from 1 on
  ledger::Instant received_at;       ///< when its head and body were there
  std::chrono::microseconds took{};  ///< until its answer; what it says was durable and told then
  std::string action;                ///< as `chopay callback check` names it
  std::string outcome;  ///< "accepted", "duplicate", "unmatched", "ignored", "conflict", …
  int status = 0;       ///< of the answer
  std::string why;      ///< one sentence; or empty
  std::string entry;    ///< "market:17", the last one that it became; or empty
  std::string request;  ///< the id in its answer and in the log; empty in older rows
  std::string kept;     ///< SHA-256 of the body where it was kept aside; or empty
  std::string bank;     ///< BIN of its first notice; or empty
  std::optional<ledger::Instant> bank_time;  ///< of its first notice
};

/// What each source has sent: the newest messages of the last 30 days, at most so many. Rows of the
/// vault, written a second behind: after a crash the last ones may be missing here, never in the
/// ledger. Thread-safe.
class DeliveryLog {
 public:
  /// Messages that are remembered of a source; the newer overwrite the older.
  static constexpr std::size_t messages_max = 10'000;
  static constexpr std::chrono::hours age_max{30 * 24};
  /// Rows that one call of due() gives; a source that sends faster is not written wholly.
  static constexpr std::size_t rows_max = 512;

  /// What the vault has. Before the server starts.
  void load(ledger::Reader& reader);
  /// Notes a message; gives it its number.
  void add(const std::string& source, DeliveredMessage message);
  /// The rows that are to be written now; those that are too old are erased.
  std::vector<ledger::VaultChange> due(ledger::Instant now);

  /// At most `limit` messages with numbers below `before` (0: from the newest), newest first.
  std::vector<DeliveredMessage> page(const std::string& source, std::uint64_t before,
                                     std::size_t limit) const;
  std::optional<DeliveredMessage> find(const std::string& source, std::uint64_t number) const;
  /// Calls `see` for every message that became an entry, whatever its source.
  template <class See>
  void each_accepted(See see) const {
    const std::lock_guard lock{mutex_};
    for (const auto& [source, list] : sources_) {
      for (const auto& message : list.messages) {
        if (message.outcome == "accepted") see(message);
      }
    }
  }

 private:
  struct Of {
    std::deque<DeliveredMessage> messages;  ///< oldest first
    std::uint64_t last = 0;                 ///< number of the newest that there ever was
  };

  mutable std::mutex mutex_;
  std::map<std::string, Of, std::less<>> sources_;
  std::deque<std::pair<std::string, std::uint64_t>> unwritten_;
};

/// The vault's row: delivery/<source>/<number modulo messages_max>, so that they never become more.
ledger::VaultChange delivery_row(const std::string& source, const DeliveredMessage& message);
/// The value of a row, and its answer's form; nothing when it is none.
std::optional<DeliveredMessage> read_delivery(std::string_view value);
/// {"number","received_at","took_us","action","outcome","status","why","entry",
/// "request","kept","bank","bank_time"}
std::string delivery_json(const DeliveredMessage& message);

}  // namespace chopay::api
