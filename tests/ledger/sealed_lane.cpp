#include "tests/ledger/sealed_lane.hpp"

#include <utility>

namespace chopay::testing {

struct SealedLane::Payment final : ledger::Command {
  explicit Payment(std::optional<ledger::Draft> what) : draft(std::move(what)) {}
  std::size_t size_bytes() const override { return 100; }
  std::optional<ledger::Draft> draft;
};

SealedLane::SealedLane(const std::string& directory, const std::string& guard) : store(directory) {
  auto key = ledger::load_or_create_log_key(directory, "pay.example.vn", random_);
  identity = key.identity();
  std::unique_ptr<ledger::HeadGuard> opened;
  if (!guard.empty()) {
    opened = std::make_unique<ledger::HeadGuard>(ledger::HeadGuard::open(guard).value());
  }
  auto sealer =
      std::make_unique<ledger::Sealer>(store.own_reader(), std::move(key), std::move(opened));
  ledger::LaneListener& listener = *this;
  appender_ = std::make_unique<ledger::Appender>(store, *this, clock, listener,
                                                 ledger::LaneLimits{}, std::move(sealer));
}

bool SealedLane::pay(const std::string& reference, std::int64_t dong, const std::string& market) {
  return ask(credit_draft(market, "A1", reference, dong)) == Outcome::answered;
}

bool SealedLane::look() {
  return ask(std::nullopt) == Outcome::answered;
}

void SealedLane::pay_many(int count, const std::string& market) {
  static std::uint64_t references = 0;  // no two lanes on one ledger may use the same
  for (int i = 0; i < count; ++i) {
    const auto reference = "M" + std::to_string(++references);
    std::unique_ptr<ledger::Command> command =
        std::make_unique<Payment>(credit_draft(market, "A1", reference, 1'000));
    if (appender_->submit(command) != ledger::Appender::Submitted::queued) return;
    ++asked_;
    if (asked_ % 1'000 == 0) wait_for(asked_);
  }
  wait_for(asked_);
}

SealedLane::Outcome SealedLane::ask(std::optional<ledger::Draft> draft) {
  std::unique_ptr<ledger::Command> command = std::make_unique<Payment>(std::move(draft));
  ++asked_;
  if (appender_->submit(command) != ledger::Appender::Submitted::queued) return Outcome::failed;
  wait_for(asked_);
  return last_;
}

ledger::Decision SealedLane::decide(ledger::Command& command, ledger::KnownKeys&, ledger::Instant) {
  return {static_cast<Payment&>(command).draft, {}};
}

void SealedLane::answered(std::vector<std::unique_ptr<ledger::Command>> commands) {
  finish(commands.size(), Outcome::answered);
}

void SealedLane::refused(std::vector<std::unique_ptr<ledger::Command>> commands,
                         const ledger::Refused& why) {
  refused_ = why;
  finish(commands.size(), Outcome::refused);
}

void SealedLane::failed(std::vector<std::unique_ptr<ledger::Command>> commands,
                        const std::string&) {
  finish(commands.size(), Outcome::failed);
}

void SealedLane::refusal_changed(const std::optional<ledger::Refused>& refused) {
  const std::lock_guard lock{mutex_};
  refusals_.emplace_back(refused ? ledger::refusal_name(refused->why) : "none");
}

std::vector<std::string> SealedLane::refusals() {
  const std::lock_guard lock{mutex_};
  return refusals_;
}

void SealedLane::finish(std::size_t count, Outcome outcome) {
  if (count == 0) return;
  const std::lock_guard lock{mutex_};
  done_ += count;
  last_ = outcome;
  news_.notify_all();
}

void SealedLane::wait_for(std::size_t done) {
  std::unique_lock lock{mutex_};
  news_.wait(lock, [&] { return done_ >= done; });
}

}  // namespace chopay::testing
