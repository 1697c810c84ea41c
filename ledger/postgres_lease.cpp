#include "ledger/postgres_lease.hpp"

#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "ledger/crypto.hpp"
#include "ledger/postgres.hpp"

namespace chopay::ledger {
namespace {

using postgres::Connection;
using postgres::Parameters;

constexpr std::chrono::seconds lease_answer_max{2};
constexpr std::chrono::milliseconds look_every{200};

struct Seen {
  std::string holder;  ///< empty: nobody
  std::int64_t beat = 0;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen look(Connection& connection) {
  const auto rows = connection.ask("SELECT holder, beat FROM chopay.lease");
  if (rows.size() != 1) throw StoreFailure("the ledger's lease is not there");
  return {std::string{rows.bytes(0, 0)}, rows.number(0, 1)};
}

/// Puts `holder` into the place of what was seen, if that still stands.
bool replace(Connection& connection, const Seen& seen, const std::string& holder) {
  return !connection
              .ask(
                  "UPDATE chopay.lease SET holder = $1, beat = beat + 1 "
                  "WHERE holder = $2 AND beat = $3 RETURNING beat",
                  Parameters{}.text(holder).text(seen.holder).number(seen.beat))
              .empty();
}

std::string new_holder() {
  SystemRandom random;
  std::array<std::uint8_t, 16> name{};
  random.fill(name);
  return to_hex(name);
}

/// Looks once; true where the lease is taken, and who had it is shut out.
bool try_to_take(Connection& connection, const std::string& holder, std::optional<Seen>& before,
                 std::chrono::steady_clock::time_point& since) {
  auto seen = look(connection);
  const auto now = std::chrono::steady_clock::now();
  if (seen != before) {
    before = seen;
    since = now;
  }
  const bool is_mine = seen.holder == holder;  // and then the connection was lost
  const bool is_silent = now - since >= PostgresLease::silence_max;
  if (!is_mine && !is_silent && !seen.holder.empty()) return false;
  if (!replace(connection, seen, holder)) return false;
  connection.run("UPDATE chopay.chain_head SET epoch = epoch + 1");
  return true;
}

/// Waits until the lease is free or its holder is silent, and takes it. A server that goes away
/// meanwhile is waited for too; what was seen before then says nothing of the holder.
void take(const std::string& url, const std::string& holder,
          const PostgresLease::KeepWaiting& keep_waiting) {
  auto connection = std::make_unique<Connection>(url, lease_answer_max);
  std::optional<Seen> before;
  std::chrono::steady_clock::time_point since;
  for (;;) {
    try {
      if (!connection) connection = std::make_unique<Connection>(url, lease_answer_max);
      if (try_to_take(*connection, holder, before, since)) return;
    } catch (const postgres::Failure& failure) {
      if (!failure.passes()) throw;
      connection.reset();
      before.reset();
    }
    if (!keep_waiting || !keep_waiting()) {
      throw StoreFailure("another gateway adds to this ledger");
    }
    std::this_thread::sleep_for(look_every);
  }
}

}  // namespace

PostgresLease::PostgresLease(std::string url, const KeepWaiting& keep_waiting)
    : url_(std::move(url)), holder_(new_holder()) {
  take(url_, holder_, keep_waiting);
  keeper_ = std::thread([this] { keep(); });
}

PostgresLease::~PostgresLease() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  news_.notify_one();
  keeper_.join();
}

/// Counts up until the end, over new connections where the server goes away: meanwhile nobody else
/// can take the lease either.
void PostgresLease::keep() {
  std::unique_ptr<Connection> connection;
  const Parameters mine = Parameters{}.text(holder_);
  std::unique_lock lock{mutex_};
  while (!ending_) {
    lock.unlock();
    try {
      if (!connection || connection->is_lost()) {
        connection.reset();
        connection = std::make_unique<Connection>(url_, lease_answer_max);
      }
      lost_ = connection
                  ->ask("UPDATE chopay.lease SET beat = beat + 1 WHERE holder = $1 RETURNING beat",
                        mine)
                  .empty();
    } catch (const StoreFailure&) {
      connection.reset();
    }
    lock.lock();
    if (lost_) return;
    news_.wait_for(lock, beat_every, [this] { return ending_; });
  }
  try {
    if (connection) connection->ask("UPDATE chopay.lease SET holder = '' WHERE holder = $1", mine);
  } catch (const StoreFailure&) {
    // Then the next one waits until this one's count has stood still.
  }
}

}  // namespace chopay::ledger
