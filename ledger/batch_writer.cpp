#include "ledger/batch_writer.hpp"

#include <iterator>
#include <set>
#include <stdexcept>
#include <utility>

#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

/// A commit that took longer may have found another server: one that hangs, and may wake up, keeps
/// the connections that were open before.
constexpr std::chrono::seconds sudden_commit{2};

}  // namespace

void DecidedBatch::release(bool failed, Commands& answered, Commands& failed_ones) {
  for (const auto& asked : questions) {
    if (failed) asked->failed = true;
    if (--asked->awaited > 0) continue;
    auto& to = asked->failed ? failed_ones : answered;
    std::move(asked->commands.begin(), asked->commands.end(), std::back_inserter(to));
  }
  questions.clear();
  auto& to = failed ? failed_ones : answered;
  std::move(commands.begin(), commands.end(), std::back_inserter(to));
  commands.clear();
}

BatchWriter::BatchWriter(Store& store, LaneListener& listener, Sealer& sealer, Owner& owner,
                         Thread thread)
    : store_(store),
      listener_(listener),
      sealer_(sealer),
      owner_(owner),
      check_reader_(store.reader()) {
  if (thread == Thread::own) thread_ = std::thread([this] { work(); });
}

BatchWriter::~BatchWriter() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  news_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void BatchWriter::wait_until_free() {
  std::unique_lock lock{mutex_};
  news_.wait(lock, [this] { return state_ != State::busy; });
  if (state_ == State::failed) throw StoreFailure(failure_);
}

void BatchWriter::hand(DecidedBatch batch) {
  if (!is_free()) throw std::logic_error("a batch for a writer that has one");
  state_ = State::busy;
  if (!thread_.joinable()) {
    if (process(batch)) end_batch();
    return;
  }
  {
    const std::lock_guard lock{mutex_};
    batch_ = std::move(batch);
  }
  news_.notify_all();
}

void BatchWriter::end_batch() {
  {
    const std::lock_guard lock{mutex_};
    free_since_ = std::chrono::steady_clock::now();
    state_ = State::free;
  }
  news_.notify_all();
}

void BatchWriter::work() {
  for (;;) {
    DecidedBatch batch;
    {
      std::unique_lock lock{mutex_};
      news_.wait(lock, [this] { return batch_ || ending_; });
      if (!batch_) return;
      batch = std::move(*batch_);
      batch_.reset();
    }
    if (!process(batch)) return;
    end_batch();
    owner_.writer_is_free();
  }
}

bool BatchWriter::process(DecidedBatch& batch) {
  try {
    BatchFigures figures{batch.decided, batch.entries.size()};
    if (batch.writes()) {
      const auto start = std::chrono::steady_clock::now();
      write(batch);
      figures.commit = std::chrono::steady_clock::now() - start;
    }
    if (!batch.entries.empty()) listener_.committed(std::move(batch.entries));
    answer(batch);
    figures.waiting = owner_.waiting();
    const auto answered = std::chrono::steady_clock::now();
    if (store_.between_batches(figures.waiting == 0)) {
      figures.checkpoint = std::chrono::steady_clock::now() - answered;
    }
    sealer_.between_batches(figures.waiting == 0);
    figures.between = std::chrono::steady_clock::now() - answered;
    listener_.batch_ended(figures);
    return true;
  } catch (const std::exception& failure) {
    {
      const std::lock_guard lock{mutex_};
      failure_ = failure.what();
      state_ = State::failed;
    }
    news_.notify_all();
    if (dynamic_cast<const DiskFailure*>(&failure)) listener_.disk_failed();
    fail(std::move(batch), failure.what());
    return false;
  }
}

void BatchWriter::write(DecidedBatch& batch) {
  store_.begin();
  const auto start = std::chrono::steady_clock::now();
  store_.append(batch.entries, batch.vault, batch.sealed.seals);
  const auto took = std::chrono::steady_clock::now() - start;
  const auto mean = mean_commit_.load();
  mean_commit_ = mean + (took - mean) / 8;
  if (took > sudden_commit) check_reader_ = store_.reader();
  read_back(batch.entries);
  sealer_.committed(batch.sealed);
}

/// The pair of the assertion at sealing: what another connection reads at the end of each log must
/// be what was written.
void BatchWriter::read_back(std::span<const SealedEntry> entries) {
  std::set<MarketId> seen;
  for (auto sealed = entries.rbegin(); sealed != entries.rend(); ++sealed) {
    if (!seen.insert(sealed->entry.market).second) continue;
    bool same = false;
    const Seq before{number(sealed->entry.seq) - 1};
    check_reader_->read(sealed->entry.market, before, 2, [&](const StoredEntry& stored) {
      same = stored.seq == sealed->entry.seq && stored.bytes == sealed->bytes &&
             leaf_hash(stored.bytes) == sealed->hash;
      return same;  // and nothing may come behind it
    });
    if (!same) throw StoreFailure("what was committed does not read back");
  }
}

void BatchWriter::answer(DecidedBatch& batch) {
  Commands answered;
  Commands failed;
  batch.release(false, answered, failed);
  if (!answered.empty()) listener_.answered(std::move(answered));
  // Another writer, that some of the questions waited for as well, has failed.
  if (!failed.empty()) owner_.writer_failed(std::move(failed), "another batch has failed");
}

void BatchWriter::fail(DecidedBatch batch, const std::string& why) {
  // Before another writer can tell of what it held for this one: this is the cause.
  owner_.writer_failed({}, why);
  Commands answered;
  Commands failed;
  batch.release(true, answered, failed);
  owner_.writer_failed(std::move(failed), why);
}

}  // namespace chopay::ledger
