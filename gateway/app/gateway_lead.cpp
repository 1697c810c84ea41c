// How a Gateway comes from the ledger to the lead: it folds what there is, and what others add,
// until it is the one that adds.

#include <chrono>
#include <future>
#include <thread>

#include "gateway/app/gateway.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/log_key.hpp"
#include "gateway/net/signal.hpp"
#include "ledger/fold_snapshot.hpp"
#include "ledger/replay.hpp"

namespace chopay::app {
namespace {

using std::chrono::steady_clock;

/// A start that folds more entries than this writes a snapshot at once: a fraction of a second.
constexpr std::uint64_t entries_folded_again_max = 100'000;
/// How often one that stands by folds what others have added: what is left is folded quickly.
constexpr std::chrono::seconds fold_every{1};
constexpr std::chrono::milliseconds wait_between_looks{200};
constexpr std::chrono::milliseconds watch_every{250};
/// Where the settings say nothing: a commit to another machine takes longer than to decide it.
constexpr int writers_of_postgres = 4;

/// No further look mends it.
class DamagedLedger : public ledger::StoreFailure {
 public:
  using StoreFailure::StoreFailure;
};

}  // namespace

void Gateway::restore_snapshot() {
  auto snapshot =
      ledger::read_snapshot(snapshot_path(), merchant::Rules::state_form, store_->own_reader());
  if (snapshot && rules_.restore(snapshot->state)) folded_ = std::move(snapshot->heads);
}

/// Whether another machine's clock is perhaps better; tells where its own is not believed.
bool Gateway::doubts_its_clock() {
  if (given_clock_) return false;
  const bool apart = trusted_clock_.is_apart();
  const bool doubted = apart || trusted_clock_.has_leapt();
  if (clock_doubted_.exchange(doubted) == doubted) return apart;
  metrics_.doubts_clock(doubted);
  log_warning(doubted ? "clock_doubted" : "clock_trusted",
              "the machine's clock says " + ledger::format_instant(machine_clock_.now()) +
                  ", entries are stamped " + ledger::format_instant(clock_.now()) +
                  (doubted ? "; look at the machine's time service, and the database's" : ""));
  return apart;
}

/// Tells the lease how fit it is: one whose clock is perhaps wrong is no fitter than that.
ledger::Fitness Gateway::tell_fitness(ledger::Fitness fitness) {
  if (doubts_its_clock() && fitness == ledger::Fitness::fit) fitness = ledger::Fitness::unfit;
  terms_->set_fitness(fitness);
  return fitness;
}

/// One that would add nothing does not ask for what another one can have.
void Gateway::look_at_itself() {
  const auto before = trial_.why_not();
  const auto now = steady_clock::now();
  tell_fitness(trial_.look(store_->own_reader(), clock_, terms_->lead_is_offered(), now));
  if (trial_.why_not() != before && !trial_.why_not().empty()) {
    log_warning("not_fit_to_lead", trial_.why_not());
  }
}

/// Looks once; true where this gateway leads and has folded all there is.
bool Gateway::look_for_lead() {
  const bool ours = store_->try_to_lead();
  if (!ours) {
    // What this gateway left there when it died is nobody's address.
    const auto address = store_->leader_address();
    passing_.leader_is(address == address_ ? std::string{} : address, store_->leader_lives());
    look_at_itself();
  }
  if (ours || steady_clock::now() - folded_at_ >= fold_every) fold_further();
  return ours;
}

void Gateway::wait_for_lead(const std::function<bool()>& keep_waiting) {
  while (!store_->try_to_lead()) {
    if (!keep_waiting || !keep_waiting()) {
      throw ledger::StoreFailure("another gateway adds to this ledger");
    }
    std::this_thread::sleep_for(wait_between_looks);
  }
}

bool Gateway::try_to_lead() {
  if (leads()) return true;
  try {
    if (!look_for_lead()) {
      last_failure_.clear();
      return false;
    }
  } catch (const DamagedLedger&) {
    throw;
  } catch (const ledger::StoreFailure& failure) {
    // The server comes back, or another one: until then nobody can lead.
    if (last_failure_ != failure.what()) log_warning("ledger_away", failure.what());
    last_failure_ = failure.what();
    return false;
  }
  take_lead();
  return true;
}

/// Folds what was added since. Where the server goes away in the middle, the books have taken a
/// part that they would take once more: they begin anew.
void Gateway::fold_further() {
  if (folded_.empty()) restore_snapshot();
  try {
    fold_what_is_new();
  } catch (...) {
    forget_books();
    throw;
  }
}

void Gateway::forget_books() {
  folded_.clear();
  rules_.restore(no_books_);
}

/// A server that lost what it had shown is followed by one that never had it: then all is folded
/// anew.
void Gateway::fold_what_is_new() {
  auto& reader = store_->own_reader();
  const ledger::FrozenView view{reader};
  std::uint64_t entries = 0;
  const auto apply = [&](const ledger::Entry& entry) {
    rules_.apply(entry);
    ++entries;
  };
  auto folded = ledger::replay(reader, apply, folded_);
  if (!folded && !folded_.empty()) {
    forget_books();
    folded = ledger::replay(reader, apply);
  }
  if (!folded) throw DamagedLedger("the ledger is damaged: " + folded.error().message());
  folded_ = reader.heads();
  folded_at_ = steady_clock::now();
  // A start that took long should not take long again, whatever becomes of this one.
  if (entries > entries_folded_again_max) save_snapshot();
}

/// REQUIRES: all there is was folded, and nobody else adds any more.
void Gateway::take_lead() {
  for (const auto& [market, head] : folded_) feed_.set_newest(market, head.seq);
  ledger::LaneLimits limits;
  limits.writers = static_cast<std::size_t>(settings_.writer_threads.value_or(
      ledger::postgres_url_of(settings_.data) ? writers_of_postgres : 0));
  appender_ =
      std::make_unique<ledger::Appender>(*store_, rules_, clock_, lane_, limits, open_sealer());
  lane_.connect(*appender_);
}

void Gateway::load_vault() {
  const auto reader = store_->reader();
  services_.keys.load(*reader);
  services_.invitations.load(*reader);
  services_.deliveries.load(*reader);
  recall_contacts(services_);
}

/// REQUIRES: the lane runs, and the loops do not yet, or this is the first one's thread.
void Gateway::start_work() {
  auto& loop = threads_.loop(0);
  if (services_.log && !settings_.witnesses.empty()) {
    witnesses_ = std::make_unique<WitnessClient>(services_, settings_.witnesses);
    witnesses_->start(loop);
  }
  start_deliveries();
  if (settings_.day_close_hour) {
    day_closer_ = std::make_unique<DayCloser>(services_, *settings_.day_close_hour);
    day_closer_->start(loop);
  }
  document_drop_ = DocumentDrop::start(services_, settings_.document_drop, loop);
  kept_retention_ = std::make_unique<KeptRetention>(services_, settings_.kept_messages);
  kept_retention_->start(loop);
  silence_watch_ = std::make_unique<SilenceWatch>(
      services_, merchant::SilenceRule{settings_.silent_stall_odds, settings_.silent_stall});
  silence_watch_->start(loop);
  snapshot_renewal_ = std::make_unique<SnapshotRenewal>(
      *store_, snapshot_path(), [](const auto& why) { log_warning("snapshot_not_written", why); });
  presence_.start(loop);
  source_watch_.start(loop);
  expiry_watch_.start(loop);
  loop.spawn(watch_lead(loop));
  started_ = true;
  passing_.lead();
}

void Gateway::begin_leading() {
  load_vault();
  std::promise<void> done;
  threads_.loop(0).post([&] {
    try {
      start_work();
      done.set_value();
    } catch (...) {
      done.set_exception(std::current_exception());
    }
  });
  done.get_future().get();
}

/// Ends the process once another gateway has taken over, also where nothing is to be written that
/// would meet its fence: the service's manager starts it anew, and it stands by.
net::Task<void> Gateway::watch_lead(net::Loop& loop) {
  bool offered = false;
  while (store_->lead() != ledger::Lead::lost) {
    const auto fitness = tell_fitness(refusal_.fitness(steady_clock::now()));
    if (const bool offers = fitness == ledger::Fitness::unfit; offered != offers) {
      offered = offers;
      log_warning(
          offers ? "lead_offered" : "lead_kept",
          offers
              ? "another gateway may take over, for this one can add nothing, or doubts its clock"
              : "this gateway is fit again, and no other has taken over");
    }
    co_await net::sleep_for(loop, watch_every);
  }
  fail("lead_lost", "another gateway has taken over");
}

void Gateway::fail(std::string_view event, const std::string& why) {
  if (lane_failed_.exchange(true)) return;
  log_error(event, why);
  if (tell_failure_) tell_failure_();
}

std::string Gateway::snapshot_path() const {
  return settings_.data + "/book.snapshot";
}

/// REQUIRES: the lane does not run, and the books are those of the committed entries.
void Gateway::save_snapshot() {
  try {
    ledger::write_snapshot(snapshot_path(), merchant::Rules::state_form,
                           {leads() ? store_->own_reader().heads() : folded_, rules_.state()});
  } catch (const ledger::StoreFailure& failure) {
    log_warning("snapshot_not_written", failure.what());  // the next start takes longer: no more
  }
}

std::unique_ptr<ledger::Sealer> Gateway::open_sealer() {
  std::optional<ledger::LogKey> key;
  std::unique_ptr<ledger::HeadGuard> guard;
  std::optional<ledger::Error> damage;
  if (!settings_.log_host.empty()) {
    key = open_log_key(store_->own_reader(), settings_.data, settings_.log_host, random_);
    services_.log = key->identity();
  }
  if (!settings_.head_guard.empty()) {
    auto opened = ledger::HeadGuard::open(settings_.head_guard);
    if (opened) {
      guard = std::make_unique<ledger::HeadGuard>(std::move(*opened));
    } else {
      damage = opened.error();
    }
  }
  auto sealer =
      std::make_unique<ledger::Sealer>(store_->own_reader(), std::move(key), std::move(guard));
  if (damage) sealer->refuse_guard(*damage);
  return sealer;
}

}  // namespace chopay::app
