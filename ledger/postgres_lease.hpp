#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "ledger/lead_terms.hpp"
#include "ledger/postgres.hpp"
#include "ledger/postgres_reader.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// Which gateway adds to the logs of a PostgreSQL ledger, so that the others pass on what they are
/// asked instead of meeting the fence of the heads. What is written never rests on it: who takes
/// over raises the epoch of every head, and who wrote before writes nothing more.
///
/// The holder counts up in a row of the database; whoever sees the count stand for `silence_max`
/// by its own clock takes over. No machine's time of day matters for that; the server's is told
/// with each look and beat, for whoever doubts his own (TrustedClock). The holder knows by its own
/// clock until when nobody can have taken over: what it answers without writing rests on that.
///
/// A holder that is unfit offers it: it counts on, and answers what it can, until a fit one takes
/// its place. So nobody is worse off where nobody is fit, or nobody else is there.
///
/// Used by one thread, but for lead().
class PostgresLease {
 public:
  static constexpr std::chrono::milliseconds beat_every{250};
  static constexpr std::chrono::milliseconds silence_max{1'500};
  /// Who has been silent for longer is perhaps no more.
  static constexpr std::chrono::milliseconds lives_max{500};
  /// How much later than others an unfit one takes what nobody holds.
  static constexpr std::chrono::milliseconds unfit_wait{3'000};

  /// `address`: how other gateways reach this one; stands in the row while it holds the lease.
  /// `terms`: what its gateway thinks of itself; nothing: it is fit.
  explicit PostgresLease(std::string url, std::string address = {},
                         std::shared_ptr<LeadTerms> terms = std::make_shared<LeadTerms>());
  /// Gives it back, so that the next one need not wait.
  ~PostgresLease();
  PostgresLease(const PostgresLease&) = delete;
  PostgresLease& operator=(const PostgresLease&) = delete;

  /// Looks once, and takes the lease where nobody holds it or its holder is silent. True from the
  /// look on in which it became this one's. A server that is away holds nobody's lease: false.
  /// Throws StoreFailure where the server has no lease, or refuses this user.
  bool try_to_take();
  /// Whether the row names this one, as this reader sees it.
  bool is_held_by_this(PostgresReader& reader) const;
  /// Writes nothing, and holds the row until the transaction ends: whoever takes the lease waits
  /// for that. Fails with fenced_state where the row does not name this one any more.
  postgres::Call held() const;
  /// What the holder gave as its address, as of the last look; empty where nobody held it.
  const std::string& holder_address() const { return holder_address_; }
  /// Whether another one holds it and has counted up not long ago, as far as the looks show. Who
  /// was seen once only counts as one that lives.
  bool holder_lives() const;

  Lead lead() const;

 private:
  struct Seen {
    std::string holder;  ///< empty: nobody
    std::int64_t beat = 0;
    bool is_offered = false;
    friend bool operator==(const Seen&, const Seen&) = default;
  };
  using Clock = std::chrono::steady_clock;

  void begin_anew();
  bool look_and_take();
  bool may_take(const Seen& seen, Clock::duration stood) const;
  void shut_out_others();
  Seen look();
  bool replace(const Seen& seen);
  void server_said(std::int64_t milliseconds, std::chrono::milliseconds asked_at);
  void beaten(Clock::time_point sent) { sure_until_ = sent + silence_max; }
  void keep();

  const std::string url_;
  const std::string address_;
  const std::shared_ptr<LeadTerms> terms_;
  const std::string name_;                            ///< of this one, in the row
  std::unique_ptr<postgres::Connection> connection_;  ///< to look through, until it is taken
  std::optional<Seen> before_;
  Clock::time_point since_{};  ///< from when on `before_` has stood
  std::string holder_address_;

  std::atomic<bool> lost_{false};
  std::atomic<Clock::time_point> sure_until_{Clock::time_point::min()};
  std::mutex mutex_;
  std::condition_variable news_;
  bool ending_ = false;
  bool others_shut_out_ = false;
  std::thread keeper_;  ///< runs once it is taken
};

}  // namespace chopay::ledger
