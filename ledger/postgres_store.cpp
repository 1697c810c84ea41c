#include "ledger/postgres_store.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <utility>

#include "ledger/postgres_setup.hpp"

namespace chopay::ledger {
namespace {

using postgres::Array;
using postgres::Call;
using postgres::Parameters;

/// How long a commit is waited for before its outcome is looked up: longer than a disk takes, and
/// no longer than needed, for a server that hangs keeps its connections.
constexpr std::chrono::seconds commit_max{5};
constexpr std::chrono::milliseconds pause_between_tries{200};
/// How long a reader of the process may hold one view: what the server keeps for it is bounded.
constexpr std::chrono::milliseconds view_max{10'000};
/// A server that is silent for longer is looked for elsewhere: it may have stopped. What a reader
/// asks for takes no longer than its view.
constexpr std::chrono::seconds answer_max{12};

void add_vault(std::vector<Call>& calls, std::span<const VaultChange> vault) {
  for (const auto& change : vault) {
    if (change.value) {
      calls.push_back(
          {"INSERT INTO vault (name, value) VALUES ($1, $2) "
           "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
           Parameters{}.text(change.name).bytes(*change.value)});
    } else {
      calls.push_back({"DELETE FROM vault WHERE name = $1", Parameters{}.text(change.name)});
    }
  }
}

}  // namespace

PostgresStore::PostgresStore(std::string url, std::shared_ptr<PostgresLease> lease)
    : url_(std::move(url)), lease_(std::move(lease)), reader_(url_, {}, commit_max) {
  check_postgres_ledger(reader_);
  if (!lease_) try_to_lead();
}

bool PostgresStore::try_to_lead() {
  if (leads_) return true;
  if (lease_ && !lease_->try_to_take()) return false;
  begin_to_lead();
  return true;
}

void PostgresStore::begin_to_lead() {
  take_up();
  reader_.set_patience(outage_max);
  leads_ = true;
}

std::unique_ptr<Store> PostgresStore::further_writer() {
  if (!leads_) throw std::logic_error("further_writer() before try_to_lead()");
  // Without a lease it leads from the start.
  auto further = std::make_unique<PostgresStore>(url_, lease_);
  further->epochs_ = epochs_;
  if (!further->leads_) further->begin_to_lead();
  return further;
}

Lead PostgresStore::lead() const {
  if (!leads_) return Lead::not_ours;
  return lease_ ? lease_->lead() : Lead::ours;
}

std::string PostgresStore::leader_address() const {
  return lease_ ? lease_->holder_address() : std::string{};
}

bool PostgresStore::leader_lives() const {
  return lease_ && lease_->holder_lives();
}

/// Takes the logs as they end now, after which nobody else adds to them.
void PostgresStore::take_up() {
  connect();
  const auto rows = reader_.ask("SELECT market, epoch, seq, hash FROM chain_head");
  for (int row = 0; row < rows.size(); ++row) {
    const auto market = MarketId::parse(rows.bytes(row, 0));
    if (!market) throw StoreFailure("a stored market has a wrong name");
    const Seq seq{static_cast<std::uint64_t>(rows.number(row, 2))};
    logs_[*market] = {rows.number(row, 1), {seq, rows.hash(row, 3)}};
    epochs_->know(*market, rows.number(row, 1));
  }
  Heads heads;
  for (const auto& [market, log] : logs_) heads[market] = log.head;
  // Asked behind the epochs: who takes over from now on makes each of them one more.
  if (lease_ && !lease_->is_held_by_this(reader_)) {
    throw StoreFailure("another gateway has taken over");
  }
  if (!confirm(heads)) throw StoreFailure("the heads of the logs are others on their server");
}

/// Writes, where these are the heads, what changes nothing. A primary that was cut off from its
/// standbys still shows commits that it could never copy to one, and that the server which takes
/// over does not have: only what can be made durable after them shows that they are.
bool PostgresStore::confirm(const Heads& heads) {
  if (heads.empty()) return true;
  Array markets;
  Array seqs;
  Array hashes;
  for (const auto& [market, head] : heads) {
    markets.add_bytes(market.text());
    seqs.add(static_cast<std::int64_t>(number(head.seq)));
    hashes.add_bytes(head.hash);
  }
  const auto same = connection_->ask(
      "UPDATE chain_head h SET seq = h.seq FROM unnest($1, $2, $3) u (market, seq, hash) "
      "WHERE h.market = u.market AND h.seq = u.seq AND h.hash = u.hash RETURNING h.seq",
      Parameters{}.texts(markets).numbers(seqs).byte_arrays(hashes));
  return same.size() == static_cast<int>(heads.size());
}

void PostgresStore::connect() {
  connection_.reset();
  connection_ = std::make_unique<postgres::Connection>(url_, commit_max);
  connection_->run("SET search_path TO chopay, pg_temp");
  // What a server or a user has set to less would acknowledge what a power cut takes back.
  const auto level = connection_->ask("SELECT current_setting('synchronous_commit')");
  if (level.bytes(0, 0) != "remote_apply") connection_->run("SET synchronous_commit TO on");
}

std::unique_ptr<Reader> PostgresStore::reader() {
  auto reader = std::make_unique<PostgresReader>(url_, view_max, answer_max);
  reader->set_patience(outage_max);
  return reader;
}

std::unique_ptr<Reader> PostgresStore::patient_reader() {
  auto reader = std::make_unique<PostgresReader>(url_, std::chrono::milliseconds{}, commit_max);
  reader->set_patience(outage_max);
  return reader;
}

void PostgresStore::begin() {
  if (broken_) throw StoreFailure("the store has failed before; restart the process");
  if (!leads_) throw std::logic_error("begin() before try_to_lead()");
  if (lead() == Lead::lost) {
    broken_ = true;
    throw StoreFailure("another gateway has taken over");
  }
  if (batch_open_) throw std::logic_error("begin() while a batch is open");
  batch_open_ = true;
}

/// Marks the store broken and the batch as ended; a bug of the caller is told first.
void PostgresStore::end_batch() {
  if (!batch_open_) throw std::logic_error("a batch is ended that was not begun");
  batch_open_ = false;
  broken_ = true;
}

void PostgresStore::abandon() {
  end_batch();
  broken_ = false;
}

PostgresStore::Additions PostgresStore::additions_of(std::span<const SealedEntry> entries,
                                                     std::span<const Seal> seals) {
  Additions additions;
  const auto addition_to = [&](const MarketId& market) -> PostgresAddition& {
    const auto [place, is_new] = additions.try_emplace(market);
    if (is_new) {
      const auto& log = logs_[market];
      place->second.epoch = log.epoch;
      place->second.from = place->second.to = log.head;
    }
    return place->second;
  };
  for (const auto& sealed : entries) {
    auto& addition = addition_to(sealed.entry.market);
    if (sealed.entry.seq != next(addition.to.seq) || sealed.entry.previous != addition.to.hash) {
      throw StoreFailure("an entry does not follow the head of its market");
    }
    addition.entries.push_back(&sealed);
    addition.to = {sealed.entry.seq, sealed.hash};
  }
  for (const auto& seal : seals) addition_to(seal.market).seal = &seal;
  return additions;
}

/// Whether each log that the batch adds to has a head that who takes over moves. What the vault
/// alone keeps has none, nor has a log that is opened: who has taken over has read the vault and
/// knows the logs, and would go on with what is changed behind its back.
bool PostgresStore::has_own_fence(const Additions& additions) {
  return !additions.empty() &&
         std::none_of(additions.begin(), additions.end(),
                      [](const auto& addition) { return addition.second.epoch == 0; });
}

void PostgresStore::append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
                           std::span<const Seal> seals) {
  end_batch();
  const auto additions = additions_of(entries, seals);
  std::vector<Call> calls;
  if (!has_own_fence(additions)) {
    if (const auto known = epochs_->any()) {
      calls.push_back(held_head(known->first, known->second));
    } else if (lease_) {
      calls.push_back(lease_->held());
    }
  }
  for (const auto& [market, addition] : additions) {
    for (auto& call : calls_of(market, addition)) calls.push_back(std::move(call));
  }
  add_vault(calls, vault);
  commit(calls, additions);
  for (const auto& [market, addition] : additions) {
    auto& log = logs_[market];
    if (log.epoch != epoch_of(addition)) epochs_->know(market, epoch_of(addition));
    log.epoch = epoch_of(addition);
    log.head = addition.to;
  }
  broken_ = false;
}

/// Whether the batch is there to stay, which may be asked once its connection is gone: all of it is
/// in one transaction, so one mark of it is enough. False where it has no mark: a batch of the
/// vault alone is the same when it is written twice.
bool PostgresStore::is_written(const Additions& additions) {
  for (const auto& [market, addition] : additions) {
    if (!addition.entries.empty()) {
      const auto rows =
          connection_->ask("SELECT hash FROM entry WHERE market = $1 AND seq = $2",
                           Parameters{}
                               .text(market.text())
                               .number(static_cast<std::int64_t>(number(addition.to.seq))));
      return !rows.empty() && rows.hash(0, 0) == addition.to.hash &&
             confirm({{market, addition.to}});
    }
    if (addition.seal && addition.seal->checkpoint) {
      const auto rows = connection_->ask(
          "SELECT checkpoint_note FROM chain_head WHERE market = $1 AND checkpoint_note IS NOT "
          "NULL",
          Parameters{}.text(market.text()));
      return !rows.empty() && rows.bytes(0, 0) == addition.seal->checkpoint->note &&
             confirm({{market, addition.to}});
    }
  }
  return false;
}

void PostgresStore::commit(std::span<const Call> calls, const Additions& additions) {
  const auto until = std::chrono::steady_clock::now() + outage_max;
  bool unsure = false;                     // an earlier try may have been written
  std::optional<postgres::Failure> final;  // what a further try would only meet again
  for (;;) {
    try {
      if (!connection_ || connection_->is_lost()) connect();
      if (unsure && is_written(additions)) return;
      if (final) break;
      connection_->run_together(calls);
      return;
    } catch (const postgres::Failure& failure) {
      if (!failure.passes()) {
        final = failure;
        if (!unsure) break;
        continue;
      }
      if (std::chrono::steady_clock::now() > until) throw;
      if (lead() == Lead::lost) throw StoreFailure("another gateway has taken over");
      unsure = true;
    }
    std::this_thread::sleep_for(pause_between_tries);
  }
  if (final->sqlstate() == fenced_state) {
    throw StoreFailure("the head of a market has moved: another gateway adds to its log");
  }
  throw postgres::Failure{*final};
}

void PostgresStore::erase_private(const MarketId& market, std::span<const Seq> seqs) {
  begin();
  end_batch();
  Array numbers;
  for (const auto seq : seqs) numbers.add(static_cast<std::int64_t>(number(seq)));
  const std::vector<Call> calls{
      {"UPDATE entry_private SET bytes = '' WHERE market = $1 AND seq = ANY ($2)",
       Parameters{}.text(market.text()).numbers(numbers)}};
  commit(calls, {});
  broken_ = false;
}

bool PostgresStore::between_batches(bool) {
  return false;
}

std::unique_ptr<Reader> open_postgres_reader(const std::string& url) {
  return std::make_unique<PostgresReader>(url);
}

}  // namespace chopay::ledger
