#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "ledger/clock.hpp"
#include "ledger/crypto.hpp"
#include "ledger/entry.hpp"

namespace chopay::testing {

/// A folder of its own for one test, gone afterwards.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// A clock that stands until it is moved, from any thread.
class ManualClock final : public ledger::Clock {
 public:
  explicit ManualClock(ledger::Instant now) : now_(now) {}
  ledger::Instant now() const override { return now_; }
  void set(ledger::Instant now) { now_ = now; }
  void advance(std::chrono::milliseconds by) { now_ = now_.load() + by; }

 private:
  std::atomic<ledger::Instant> now_;
};

/// Bytes that look random and are the same in every run.
class RepeatableRandom final : public ledger::Random {
 public:
  explicit RepeatableRandom(std::uint64_t seed = 1) : state_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::uint64_t state_;
};

/// A moment in the morning of 24 November 2026 in Vietnam.
ledger::Instant market_morning();

/// A credit of a stall as the merchant room would draft it.
ledger::Draft credit_draft(const std::string& market, const std::string& stall,
                           const std::string& reference, std::int64_t dong);

}  // namespace chopay::testing
