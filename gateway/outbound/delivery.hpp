#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/api/services.hpp"
#include "gateway/net/http_client.hpp"
#include "gateway/net/signal.hpp"
#include "gateway/outbound/delivery_queue.hpp"
#include "gateway/outbound/message.hpp"

namespace chopay::outbound {

/// How messages of one market's log go to one destination.
struct DeliverySettings {
  std::string name;  ///< of its cursor in the vault, "outbound/<name>", and in the log
  merchant::MarketId market;
  bool allow_private = false;  ///< also addresses that are not public, and without TLS
  std::chrono::milliseconds timeout{15'000};  ///< of an attempt; Standard Webhooks says 15 to 30 s
  RetryLadder ladder{};
};

/// A call that carries a message there, with the settings' limits.
net::ClientRequest call_of(const DeliverySettings& settings, std::string url,
                           Destination::Headers headers, std::string body);

enum class DeliveryState {
  running,
  failing,  ///< the last attempt failed; it goes on by itself
  paused,   ///< given up; goes on when somebody says so
  idle,     ///< a repetition that has nothing to repeat
};

/// What can be seen of a delivery.
struct DeliveryStatus {
  DeliveryState state = DeliveryState::running;
  ledger::Seq cursor{};         ///< everything up to this entry was delivered
  std::size_t waiting = 0;      ///< messages that were read and are not delivered
  std::uint64_t delivered = 0;  ///< since the start
  std::optional<ledger::Instant> last_success_at;
  std::optional<ledger::Instant> last_failure_at;
  std::string last_failure;  ///< "500", or why there was no answer
  std::optional<ledger::Instant> next_attempt_at;
};

/// Tells a destination what is committed: a cursor over the log. Each message is sent until it is
/// answered 2xx, so it arrives at least once; those of a stall arrive in their order. The cursor is
/// kept in the vault, a second behind at most, so after a crash the last ones come once more. Where
/// the ladder of a message ends, or the answer is 410, the delivery pauses and loses nothing.
///
/// Reads committed entries on the readers' threads; the lane only writes the cursor's row.
class Delivery {
 public:
  /// Everything passed in must outlive the loop's thread.
  Delivery(api::Services& services, net::HttpClient& client, const Destination& destination,
           DeliverySettings settings);

  /// Follows the log from its kept cursor on, at first from the log's end. Before the loops run and
  /// with a running lane.
  void start(net::Loop& loop, ledger::Reader& vault);
  /// Goes through what repeat() names, and what was left of that at the last stop.
  void start_repeating(net::Loop& loop, ledger::Reader& vault);

  // Callable from any thread.

  /// Sends the entries `first` to `last` once more. False while an earlier repetition is under way.
  bool repeat(ledger::Seq first, ledger::Seq last);
  /// Goes on after a pause, with the first rung of the ladder.
  void resume();
  DeliveryStatus status() const;
  const DeliverySettings& settings() const { return settings_; }

  /// Sends one message now and beside all others; what came of it. On the thread of `loop`.
  net::Task<ledger::Result<net::ClientAnswer>> send(net::Loop& loop, const Message& message);

 private:
  struct Row {
    ledger::Seq cursor{};
    ledger::Seq until = ledger::last_seq_possible;
    bool paused = false;
    friend bool operator==(const Row&, const Row&) = default;
  };
  std::string row_name() const { return "outbound/" + settings_.name; }
  static std::string to_text(const Row& row);
  static std::optional<Row> parse(std::string_view text);
  void begin(net::Loop& loop, const Row& row);
  net::Task<void> read_on();
  net::Task<bool> read_page();
  net::Task<void> carry();
  net::Task<void> keep_cursor();
  void take_answer(const Message& message, const ledger::Result<net::ClientAnswer>& answer);
  void warn_of(std::string_view event, const std::string& why);
  void pause(std::string_view why);
  void publish();

  api::Services& services_;
  net::HttpClient& client_;
  const Destination& destination_;
  const DeliverySettings settings_;
  net::Loop* loop_ = nullptr;
  std::shared_ptr<http::News> news_;   ///< of the log
  std::unique_ptr<net::Signal> work_;  ///< something may be due
  // Only the loop's thread uses these.
  std::unique_ptr<DeliveryQueue> queue_;
  ledger::Seq until_{};
  bool paused_ = false;
  Row kept_;
  ledger::Instant warn_again_at_{};
  DeliveryStatus shown_;
  mutable std::mutex mutex_;  ///< guards published_
  DeliveryStatus published_;
  std::atomic<bool> repeating_{false};
};

std::string_view state_name(DeliveryState state);

}  // namespace chopay::outbound
