#include "gateway/app/snapshot_renewal.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include "gateway/api/worker_pool.hpp"
#include "ledger/fold_snapshot.hpp"
#include "ledger/replay.hpp"
#include "merchant/rules.hpp"

namespace chopay::app {
namespace {

constexpr std::chrono::minutes renewal_pause{10};
/// Fewer are folded in a fraction of a second at a start.
constexpr std::uint64_t renewal_entries_min = 100'000;

struct Interrupted {};

std::uint64_t entries_of(const std::vector<ledger::MarketHead>& heads) {
  std::uint64_t entries = 0;
  for (const auto& stored : heads) entries += ledger::number(stored.head.seq);
  return entries;
}

}  // namespace

bool renew_snapshot(const std::string& path, ledger::Reader& reader, std::uint64_t entries_min,
                    const std::function<bool()>& goes_on) {
  const ledger::FrozenView view{reader};
  const auto heads = reader.heads();
  auto known = ledger::read_snapshot(path, merchant::Rules::state_form, reader);
  if (entries_of(heads) - (known ? entries_of(known->heads) : 0) <= entries_min) return false;
  ledger::SystemRandom random;
  merchant::Rules rules{random};
  if (known && !rules.restore(known->state)) known.reset();
  const auto apply = [&](const ledger::Entry& entry) {
    if (!goes_on()) throw Interrupted{};
    rules.apply(entry);
  };
  try {
    const auto folded =
        known ? ledger::replay(reader, apply, known->heads) : ledger::replay(reader, apply);
    if (!folded) return false;
  } catch (const Interrupted&) {
    return false;
  }
  ledger::write_snapshot(path, merchant::Rules::state_form, {heads, rules.state()});
  return true;
}

SnapshotRenewal::SnapshotRenewal(ledger::Store& store, std::string path, Warn warn)
    : store_(store), path_(std::move(path)), warn_(std::move(warn)), thread_([this] { work(); }) {}

SnapshotRenewal::~SnapshotRenewal() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  news_.notify_all();
  thread_.join();
}

bool SnapshotRenewal::is_stopping() {
  const std::lock_guard lock{mutex_};
  return stopping_;
}

bool SnapshotRenewal::wait_for_next() {
  std::unique_lock lock{mutex_};
  news_.wait_for(lock, renewal_pause, [this] { return stopping_; });
  return !stopping_;
}

void SnapshotRenewal::work() {
  api::give_way();
  while (wait_for_next()) {
    try {
      const auto reader = store_.patient_reader();
      renew_snapshot(path_, *reader, renewal_entries_min, [this] { return !is_stopping(); });
    } catch (const std::exception& failure) {
      // Whatever it is, memory too: the next start takes longer, and what runs goes on.
      warn_(failure.what());
    }
  }
}

}  // namespace chopay::app
