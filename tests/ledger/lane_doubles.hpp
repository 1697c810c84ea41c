#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "ledger/appender.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace chopay::testing {

struct Payment final : ledger::Command {
  explicit Payment(ledger::Draft what) : draft(std::move(what)) {}
  std::size_t size_bytes() const override { return 100; }
  ledger::Draft draft;
  ledger::Seq seq{};
  bool duplicate = false;
};

/// Rules in miniature: a key that is known gives the old seq, otherwise the draft as it is.
class FirstWins final : public ledger::Decider {
 public:
  ledger::Decision decide(ledger::Command& command, ledger::KnownKeys& keys,
                          ledger::Instant) override {
    auto& payment = static_cast<Payment&>(command);
    if (const auto known = keys.find(payment.draft.market, *payment.draft.key)) {
      payment.seq = known->seq;
      payment.duplicate = true;
      return {};
    }
    return {payment.draft, {}};
  }
  void apply(const ledger::Entry&) override { ++applied; }
  void sealed(ledger::Command& command, const ledger::SealedEntry& entry) override {
    static_cast<Payment&>(command).seq = entry.entry.seq;
  }
  std::size_t applied = 0;
};

/// Keeps a row of the vault for whoever names it first.
class FirstClaims final : public ledger::Decider {
 public:
  ledger::Decision decide(ledger::Command& command, ledger::KnownKeys& keys,
                          ledger::Instant) override {
    auto& payment = static_cast<Payment&>(command);
    const auto& name = payment.draft.key->reference;
    payment.duplicate = keys.vault_row(name).has_value();
    if (payment.duplicate) return {};
    return {{}, {{name, "claimed"}}};
  }
  void apply(const ledger::Entry&) override {}
  void sealed(ledger::Command&, const ledger::SealedEntry&) override {}
};

/// Collects what the lane reports, and waits for it.
class Reports final : public ledger::LaneListener {
 public:
  void committed(std::vector<ledger::SealedEntry> entries) override {
    const std::lock_guard lock{mutex_};
    committed_ += entries.size();
  }
  void answered(std::vector<std::unique_ptr<ledger::Command>> commands) override {
    const std::lock_guard lock{mutex_};
    for (auto& command : commands) answers_.push_back(static_cast<Payment&>(*command));
    news_.notify_all();
  }
  void disk_failed() override {
    const std::lock_guard lock{mutex_};
    disk_failed_ = true;
  }
  bool has_disk_failed() {
    const std::lock_guard lock{mutex_};
    return disk_failed_;
  }
  void failed(std::vector<std::unique_ptr<ledger::Command>> commands, const std::string&) override {
    const std::lock_guard lock{mutex_};
    failed_ += commands.size();
    news_.notify_all();
  }
  void batch_ended(const ledger::BatchFigures& figures) override {
    const std::lock_guard lock{mutex_};
    batches_.push_back(figures);
  }
  std::vector<Payment> wait_for_answers(std::size_t count) {
    std::unique_lock lock{mutex_};
    news_.wait(lock, [&] { return answers_.size() + failed_ >= count; });
    return answers_;
  }
  std::size_t answered_count() {
    const std::lock_guard lock{mutex_};
    return answers_.size();
  }
  std::size_t failed_count() {
    const std::lock_guard lock{mutex_};
    return failed_;
  }
  /// All of them only once the lane has stopped.
  std::vector<ledger::BatchFigures> batches() {
    const std::lock_guard lock{mutex_};
    return batches_;
  }
  std::size_t committed_count() {
    const std::lock_guard lock{mutex_};
    return committed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<Payment> answers_;
  std::vector<ledger::BatchFigures> batches_;
  std::size_t failed_ = 0;
  bool disk_failed_ = false;
  std::size_t committed_ = 0;
};

}  // namespace chopay::testing
