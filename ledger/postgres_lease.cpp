#include "ledger/postgres_lease.hpp"

#include <array>
#include <utility>

#include "ledger/crypto.hpp"
#include "ledger/trusted_clock.hpp"

namespace chopay::ledger {
namespace {

using postgres::Connection;
using postgres::Parameters;

constexpr std::chrono::seconds lease_answer_max{2};
// Each with the server's time in milliseconds.
constexpr std::string_view look_at_lease =
    "SELECT holder, beat, address, offered::int::int8, "
    "(extract(epoch FROM clock_timestamp()) * 1000)::int8 FROM chopay.lease";
constexpr std::string_view beat_lease =
    "UPDATE chopay.lease SET beat = beat + 1, offered = $2 <> 0 WHERE holder = $1 "
    "RETURNING (extract(epoch FROM clock_timestamp()) * 1000)::int8";

std::string new_name() {
  SystemRandom random;
  std::array<std::uint8_t, 16> name{};
  random.fill(name);
  return to_hex(name);
}

}  // namespace

PostgresLease::PostgresLease(std::string url, std::string address, std::shared_ptr<LeadTerms> terms)
    : url_(std::move(url)),
      address_(std::move(address)),
      terms_(std::move(terms)),
      name_(new_name()) {}

PostgresLease::~PostgresLease() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  news_.notify_one();
  if (keeper_.joinable()) keeper_.join();
}

Lead PostgresLease::lead() const {
  if (lost_) return Lead::lost;
  return Clock::now() < sure_until_.load() ? Lead::ours : Lead::unsure;
}

/// What was seen before a server went away says nothing of the holder afterwards.
bool PostgresLease::try_to_take() {
  if (lost_) begin_anew();
  if (others_shut_out_) return true;
  try {
    if (!connection_) connection_ = std::make_unique<Connection>(url_, lease_answer_max);
    if (!keeper_.joinable() && !look_and_take()) return false;
    shut_out_others();
  } catch (const postgres::Failure& failure) {
    if (!failure.passes()) throw;
    connection_.reset();
    before_.reset();
    return false;
  }
  connection_.reset();
  return true;
}

/// Another gateway took it before this one came to lead.
void PostgresLease::begin_anew() {
  if (keeper_.joinable()) keeper_.join();
  others_shut_out_ = false;
  before_.reset();
  lost_ = false;
}

bool PostgresLease::is_held_by_this(PostgresReader& reader) const {
  const auto rows = reader.ask("SELECT 1 FROM lease WHERE holder = $1", Parameters{}.text(name_));
  return rows.size() == 1;
}

postgres::Call PostgresLease::held() const {
  return {
      "SELECT 1 / (SELECT count(*) FROM "
      "(SELECT 1 FROM chopay.lease WHERE holder = $1 FOR SHARE) held)",
      Parameters{}.text(name_)};
}

bool PostgresLease::holder_lives() const {
  if (!before_ || before_->holder.empty() || before_->holder == name_) return false;
  return Clock::now() - since_ < lives_max;
}

PostgresLease::Seen PostgresLease::look() {
  const auto asked_at = since_boot();
  const auto rows = connection_->ask(look_at_lease);
  if (rows.size() != 1) throw StoreFailure("the ledger's lease is not there");
  holder_address_ = rows.bytes(0, 2);
  server_said(rows.number(0, 4), asked_at);
  return {std::string{rows.bytes(0, 0)}, rows.number(0, 1), rows.number(0, 3) != 0};
}

/// Sometime between the question and the answer; where this process was stopped in between, that
/// says nothing.
void PostgresLease::server_said(std::int64_t milliseconds, std::chrono::milliseconds asked_at) {
  const auto took = since_boot() - asked_at;
  if (took > lease_answer_max) return;
  terms_->server_said(Instant{std::chrono::milliseconds{milliseconds}}, asked_at + took / 2);
}

/// Puts itself into the place of what was seen, if that still stands.
bool PostgresLease::replace(const Seen& seen) {
  const auto sent = Clock::now();
  const auto mine = connection_->ask(
      "UPDATE chopay.lease SET holder = $1, address = $2, beat = beat + 1, offered = false "
      "WHERE holder = $3 AND beat = $4 RETURNING beat",
      Parameters{}.text(name_).text(address_).text(seen.holder).number(seen.beat));
  if (mine.empty()) return false;
  beaten(sent);
  return true;
}

/// Whether it may be taken from who holds it, which has stood for so long.
bool PostgresLease::may_take(const Seen& seen, Clock::duration stood) const {
  if (seen.holder == name_) return true;  // and then the connection was lost
  const auto fitness = terms_->fitness();
  if (seen.is_offered && fitness == Fitness::fit) return true;
  const Clock::duration later =
      fitness == Fitness::unfit ? Clock::duration{unfit_wait} : Clock::duration{};
  return stood >= (seen.holder.empty() ? later : later + silence_max);
}

/// True where the lease is taken. It is kept from then on: to shut the others out may take longer
/// than it may be silent, for their last commit may have to wait for its standby.
bool PostgresLease::look_and_take() {
  auto seen = look();
  const auto now = Clock::now();
  if (seen != before_) {
    before_ = seen;
    since_ = now;
  }
  terms_->set_offered(seen.is_offered && seen.holder != name_);
  if (!may_take(seen, now - since_) || !replace(seen)) return false;
  keeper_ = std::thread([this] { keep(); });
  return true;
}

/// Who had it before, and has not heard yet, adds to no log from now on.
void PostgresLease::shut_out_others() {
  connection_->run("UPDATE chopay.chain_head SET epoch = epoch + 1");
  others_shut_out_ = true;
}

/// Counts up until the end, over new connections where the server goes away: meanwhile nobody else
/// can take the lease either.
void PostgresLease::keep() {
  std::unique_ptr<Connection> connection;
  std::unique_lock lock{mutex_};
  while (!ending_) {
    lock.unlock();
    try {
      if (!connection) connection = std::make_unique<Connection>(url_, lease_answer_max);
      const auto sent = Clock::now();
      const auto asked_at = since_boot();
      const std::int64_t offered = terms_->fitness() == Fitness::unfit ? 1 : 0;
      const auto mine = connection->ask(beat_lease, Parameters{}.text(name_).number(offered));
      lost_ = mine.empty();
      if (!lost_) server_said(mine.number(0, 0), asked_at);
      if (!lost_) beaten(sent);
    } catch (const StoreFailure&) {
      connection.reset();
    }
    lock.lock();
    if (lost_) return;
    news_.wait_for(lock, beat_every, [this] { return ending_; });
  }
  try {
    if (connection) {
      connection->ask(
          "UPDATE chopay.lease SET holder = '', address = '', offered = false WHERE holder = $1",
          Parameters{}.text(name_));
    }
  } catch (const StoreFailure&) {
    // Then the next one waits until this one's count has stood still.
  }
}

}  // namespace chopay::ledger
