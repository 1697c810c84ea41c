#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/error.hpp"
#include "tests/support/passing_store.hpp"

namespace chopay::testing {

/// Holds back what is written, market by market, as a slow disk does.
class Gate {
 public:
  void hold(const std::string& market) {
    const std::lock_guard lock{mutex_};
    held_.insert(market);
  }
  void release(const std::string& market, bool fails = false) {
    const std::lock_guard lock{mutex_};
    held_.erase(market);
    if (fails) failing_.insert(market);
    news_.notify_all();
  }
  /// Returns when a writer stands before it with entries of that market.
  void wait_for(const std::string& market) {
    std::unique_lock lock{mutex_};
    news_.wait(lock, [&] { return waiting_.contains(market); });
  }
  void pass(const std::string& market) {
    std::unique_lock lock{mutex_};
    waiting_.insert(market);
    news_.notify_all();
    news_.wait(lock, [&] { return !held_.contains(market); });
    waiting_.erase(market);
    if (failing_.contains(market)) throw ledger::StoreFailure("disk I/O error");
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::set<std::string> held_;
  std::set<std::string> waiting_;
  std::set<std::string> failing_;
};

/// Writes when its gate lets it. What only changes the vault is the market "vault" there.
class GatedStore final : public PassingStore {
 public:
  GatedStore(std::unique_ptr<ledger::Store> real, Gate& gate)
      : PassingStore(*real), real_(std::move(real)), gate_(gate) {}
  std::unique_ptr<ledger::Store> further_writer() override {
    return std::make_unique<GatedStore>(real_->further_writer(), gate_);
  }
  void append(std::span<const ledger::SealedEntry> entries,
              std::span<const ledger::VaultChange> vault,
              std::span<const ledger::Seal> seals) override {
    gate_.pass(entries.empty() ? "vault" : entries[0].entry.market.text());
    PassingStore::append(entries, vault, seals);
  }
  bool between_batches(bool idle) override {
    was_idle = idle;
    return PassingStore::between_batches(idle);
  }
  bool was_idle = false;  ///< after the last batch; to be read once the lane has stopped

 private:
  std::unique_ptr<ledger::Store> real_;
  Gate& gate_;
};

/// Two markets of which each has a writer of its own, where there are this many.
inline std::pair<std::string, std::string> markets_apart(std::size_t writers) {
  const std::string first = "ha-long-1";
  const auto way = [&](const std::string& market) {
    return std::hash<std::string_view>{}(market) % writers;
  };
  for (int i = 0;; ++i) {
    const auto other = "cho-" + std::to_string(i);
    if (way(other) != way(first) && way(other) != 0) return {first, other};
  }
}

}  // namespace chopay::testing
