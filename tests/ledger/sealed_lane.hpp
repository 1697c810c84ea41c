#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/appender.hpp"
#include "ledger/sqlite_store.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace chopay::testing {

/// A lane over a folder whose log is signed and guarded. Its rules write every draft.
class SealedLane final : public ledger::Decider, private ledger::LaneListener {
 public:
  /// `guard` is the path of the head guard; empty: none.
  SealedLane(const std::string& directory, const std::string& guard);

  /// Appends a credit and waits; false where the lane refused it.
  bool pay(const std::string& reference, std::int64_t dong = 1'000,
           const std::string& market = "ha-long-1");
  /// Appends this many credits, in a few batches.
  void pay_many(int count, const std::string& market = "ha-long-1");
  /// Asks something that writes nothing; false where even that is not answered.
  bool look();
  const ledger::Refused& refused() const { return refused_; }
  /// What it was told of refusals so far, each by its name; "none" where one ended.
  std::vector<std::string> refusals();

  ManualClock clock{market_morning()};
  ledger::SqliteStore store;
  ledger::LogIdentity identity;

 private:
  struct Payment;
  enum class Outcome { waiting, answered, refused, failed };

  Outcome ask(std::optional<ledger::Draft> draft);
  ledger::Decision decide(ledger::Command& command, ledger::KnownKeys&, ledger::Instant) override;
  void apply(const ledger::Entry&) override {}
  void sealed(ledger::Command&, const ledger::SealedEntry&) override {}
  void committed(std::vector<ledger::SealedEntry>) override {}
  void answered(std::vector<std::unique_ptr<ledger::Command>> commands) override;
  void refused(std::vector<std::unique_ptr<ledger::Command>> commands,
               const ledger::Refused& why) override;
  void failed(std::vector<std::unique_ptr<ledger::Command>> commands,
              const std::string& why) override;
  void refusal_changed(const std::optional<ledger::Refused>& refused) override;
  void finish(std::size_t count, Outcome outcome);
  void wait_for(std::size_t done);

  RepeatableRandom random_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::size_t asked_ = 0;
  std::size_t done_ = 0;
  Outcome last_ = Outcome::waiting;
  ledger::Refused refused_;
  std::vector<std::string> refusals_;
  std::unique_ptr<ledger::Appender> appender_;
};

}  // namespace chopay::testing
