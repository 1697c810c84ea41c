#include "ledger/appender.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ledger/error.hpp"
#include "ledger/newest_instant.hpp"

namespace chopay::ledger {
namespace {

/// A commit that takes longer than this is worth waiting for company: below it, waiting costs more
/// than the syncs it saves.
constexpr std::chrono::milliseconds slow_commit{1};
/// The share of a commit that is waited at most.
constexpr int gather_share = 5;
/// While every writer is busy, no fewer commands are worth waking up for.
constexpr std::size_t decided_ahead_min = 16;

}  // namespace

Appender::Appender(Store& store, Decider& decider, const Clock& clock, LaneListener& listener,
                   LaneLimits limits, std::unique_ptr<Sealer> sealer)
    : store_(store),
      decider_(decider),
      clock_(clock),
      listener_(listener),
      limits_(limits),
      sealer_(sealer ? std::move(sealer) : std::make_unique<Sealer>(store.own_reader())),
      reader_(store.patient_reader()),
      batches_(*reader_, *sealer_),
      latest_(newest_instant(store.own_reader())) {
  for (auto& [market, head] : store.own_reader().heads()) heads_[market] = head;
  seal_unsigned();
  open_ways();
  thread_ = std::thread([this] { work(); });
}

Appender::~Appender() {
  stop();
}

void Appender::seal_unsigned() {
  if (refused() || !sealer_->has_unsigned()) return;
  latest_ = std::max(latest_, clock_.now());
  const auto sealed = sealer_->seal(latest_);
  store_.begin();
  store_.append({}, {}, sealed.seals);
  sealer_->committed(sealed);
}

void Appender::open_ways() {
  while (further_stores_.size() + 1 < limits_.writers) {
    try {
      auto further = store_.further_writer();
      if (!further) break;
      further_stores_.push_back(std::move(further));
    } catch (const StoreFailure&) {
      break;  // its server is busy with others: fewer will do
    }
  }
  BatchWriter::Owner& owner = *this;
  const auto thread =
      limits_.writers == 0 ? BatchWriter::Thread::of_caller : BatchWriter::Thread::own;
  const auto add = [&](Store& store) {
    batches_.add_way(std::make_unique<BatchWriter>(store, listener_, *sealer_, owner, thread));
  };
  add(store_);
  for (const auto& further : further_stores_) add(*further);
}

Appender::Submitted Appender::submit(std::unique_ptr<Command>& command) {
  const auto bytes = command->size_bytes();
  bool wake = false;
  {
    const std::lock_guard lock{mutex_};
    if (stopping_) return Submitted::stopping;
    if (queue_.size() >= limits_.queue_commands_max ||
        queue_bytes_ + bytes > limits_.queue_bytes_max) {
      return Submitted::full;
    }
    queue_.push_back(std::move(command));
    queue_bytes_ += bytes;
    wake = wake_at_ > 0 && queue_.size() >= wake_at_;
    if (wake) wake_at_ = 0;
  }
  if (wake) news_.notify_one();
  return Submitted::queued;
}

void Appender::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  news_.notify_one();
  if (thread_.joinable()) thread_.join();
  batches_.ways().clear();  // their writers finish what they were handed
}

void Appender::writer_is_free() {
  // Not between the look at the writers and the wait for them.
  { const std::lock_guard lock{mutex_}; }
  news_.notify_one();
}

void Appender::writer_failed(Commands commands, const std::string& why) {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = failed_ = true;
    failure_ = why;
    std::move(queue_.begin(), queue_.end(), std::back_inserter(commands));
    queue_.clear();
  }
  news_.notify_one();
  listener_.failed(std::move(commands), why);
}

std::size_t Appender::waiting() {
  const std::lock_guard lock{mutex_};
  return queue_.size() + open_commands_;
}

void Appender::work() {
  Commands batch;
  std::string why;
  try {
    while (take(batch)) {
      decide_all(batch);
      batch.clear();
      hand_over();
    }
    const std::lock_guard lock{mutex_};
    if (!failed_) return;
    why = failure_;
  } catch (const DiskFailure& failure) {
    listener_.disk_failed();
    why = failure.what();
  } catch (const std::exception& failure) {
    why = failure.what();
  }
  give_up(std::move(batch), why);
}

/// Hands over what the ways that are ready have.
void Appender::hand_over() {
  for (auto& way : batches_.ways()) {
    if (!way.is_ready || way.open.is_empty()) continue;
    {
      const std::lock_guard lock{mutex_};
      open_commands_ = batches_.open_commands() - way.open.held;
    }
    batches_.hand_over(way);
  }
}

/// Waits for something to decide or to hand over, and takes what is queued; false when the lane has
/// nothing more to do.
bool Appender::take(Commands& batch) {
  std::unique_lock lock{mutex_};
  open_commands_ = batches_.open_commands();
  open_bytes_ = batches_.open_bytes();
  while (!failed_) {
    if (may_take()) {
      batch = take_queued();
      return true;
    }
    if (stopping_ && queue_.empty() && open_commands_ == 0) return false;
    wait_for_news(lock);
  }
  return false;
}

/// REQUIRES of what begins here: mutex_ is held.
bool Appender::may_take() {
  bool may = false;
  for (auto& way : batches_.ways()) {
    way.is_ready = is_ready(way);
    may |= way.is_ready && (!way.open.is_empty() || (!queue_.empty() && room() > 0));
  }
  return may || (queue_.size() >= worth_deciding() && room() > 0);
}

/// Whether the way's writer is to get what is open. Where the disk is slow, not before as many came
/// as were answered just now, beside those who came meanwhile: whoever sends one notice after the
/// other is then in the same batch again.
bool Appender::is_ready(Way& way) {
  if (!way.writer->is_free()) return false;
  const auto mean = way.writer->mean_commit();
  if (stopping_ || mean <= slow_commit) return true;
  const auto here = queue_.size() + open_commands_;
  if (const auto since = way.writer->free_since(); way.free_since != since) {
    way.free_since = since;
    way.company = std::min(way.last_size + here, limits_.batch_commands_max);
  }
  return here >= way.company || SteadyClock::now() >= way.free_since + mean / gather_share;
}

/// How many commands are worth deciding while no writer can take them: half a batch.
std::size_t Appender::worth_deciding() const {
  std::size_t worth = decided_ahead_min;
  for (const auto& way : batches_.ways()) worth = std::max(worth, way.last_size / 2);
  return worth;
}

/// Waits until may_take() may be true. REQUIRES: it was false just now.
void Appender::wait_for_news(std::unique_lock<std::mutex>& lock) {
  auto until = SteadyClock::time_point::max();
  std::size_t more = room() > 0 ? worth_deciding() : 0;
  for (const auto& way : batches_.ways()) {
    if (way.is_ready) {
      more = room() > 0 ? 1 : 0;
    } else if (way.writer->is_free()) {
      const auto company = way.company - std::min(way.company, open_commands_);
      if (more > 0) more = std::min(more, std::max<std::size_t>(company, 1));
      until = std::min(until, way.free_since + way.writer->mean_commit() / gather_share);
    }
  }
  wake_at_ = more;
  if (until == SteadyClock::time_point::max()) {
    news_.wait(lock);
  } else {
    news_.wait_until(lock, until);
  }
  wake_at_ = 0;
}

/// How many commands more may be open. One way that is full stops deciding for all: so little is
/// ever held in memory.
std::size_t Appender::room() const {
  if (open_bytes_ >= limits_.queue_bytes_max) return 0;
  return limits_.batch_commands_max - std::min(limits_.batch_commands_max, open_commands_);
}

Commands Appender::take_queued() {
  Commands batch;
  if (queue_.size() <= room()) {
    batch.swap(queue_);
  } else {
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(room());
    batch.assign(std::move_iterator(queue_.begin()), std::move_iterator(end));
    queue_.erase(queue_.begin(), end);
  }
  queue_bytes_ = 0;
  for (const auto& command : queue_) queue_bytes_ += command->size_bytes();
  open_commands_ += batch.size();
  return batch;
}

/// Why nothing may be added now; nothing when it may. Tells the listener where that has changed.
std::optional<Refused> Appender::refused() {
  auto refused = sealer_->refused(clock_.now(), latest_);
  if (!refused) refused = store_.refused();
  const auto why = refused ? std::optional{refused->why} : std::nullopt;
  if (std::exchange(told_, why) != why) listener_.refusal_changed(refused);
  return refused;
}

void Appender::decide_all(Commands& batch) {
  if (batch.empty()) return;
  if (store_.lead() == Lead::lost) throw StoreFailure("another gateway has taken over");
  if (const auto refused = this->refused()) return answer_questions(batch, *refused);
  latest_ = std::max(latest_, clock_.now());
  batches_.begin(latest_);
  for (auto& command : batch) decide_one(command);
  if (questions_.empty() || batches_.add_questions(questions_)) return;
  const BatchFigures figures{questions_.size(), 0, waiting()};
  listener_.answered(std::exchange(questions_, {}));
  listener_.batch_ended(figures);
}

void Appender::decide_one(std::unique_ptr<Command>& command) {
  auto decision = decider_.decide(*command, batches_, latest_);
  if (!decision.writes()) return questions_.push_back(std::move(command));
  auto& way = batches_.way_of(decision.draft ? decision.draft->market : MarketId{});
  batches_.add(way, std::move(decision.vault));
  if (decision.draft) {
    const auto& sealed = batches_.add(way, seal_next(std::move(*decision.draft)));
    decider_.apply(sealed.entry);
    decider_.sealed(*command, sealed);
  }
  batches_.add(way, std::move(command));
}

/// Nothing is added now: what was decided before is made durable, and what only asks is answered.
void Appender::answer_questions(Commands& batch, const Refused& why) {
  const auto now = std::max(latest_, clock_.now());
  batches_.begin(now);
  batches_.settle();
  std::vector<bool> writes;
  for (auto& command : batch) {
    writes.push_back(decider_.decide(*command, batches_, now).writes());
  }
  Commands answered;
  Commands refused;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    (writes[i] ? refused : answered).push_back(std::move(batch[i]));
  }
  if (!refused.empty()) listener_.refused(std::move(refused), why);
  listener_.answered(std::move(answered));
}

SealedEntry Appender::seal_next(Draft draft) {
  auto& head = heads_[draft.market];
  auto sealed = seal(std::move(draft), next(head.seq), head.hash, latest_);
  head = {sealed.entry.seq, sealed.hash};
  return sealed;
}

/// What no writer has is lost with the lane, and nobody knows more of it.
void Appender::give_up(Commands batch, const std::string& why) {
  std::erase(batch, nullptr);
  std::move(questions_.begin(), questions_.end(), std::back_inserter(batch));
  auto open = batches_.take_open();
  std::move(open.begin(), open.end(), std::back_inserter(batch));
  writer_failed(std::move(batch), why);
}

}  // namespace chopay::ledger
