#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "ledger/clock.hpp"
#include "ledger/lead_terms.hpp"
#include "ledger/refusal.hpp"
#include "ledger/store.hpp"

namespace chopay::app {

// Whether a gateway that leads, or would, can add to the ledger: one that cannot, for a reason that
// is its own, leaves the lead to another.

/// How fit a gateway is whose ledger refuses for this; nothing: it refuses nothing.
ledger::Fitness fitness_for(const std::optional<ledger::Refusal>& refusal);

/// Of a gateway that leads: how long its ledger has refused. Thread-safe.
class StandingRefusal {
 public:
  using Clock = std::chrono::steady_clock;
  /// What passes sooner is worth no other gateway's lead.
  static constexpr std::chrono::seconds stands_after{1};

  void changed(const std::optional<ledger::Refusal>& why, Clock::time_point now);
  /// `fit` until a refusal has stood for long enough.
  ledger::Fitness fitness(Clock::time_point now) const;

 private:
  mutable std::mutex mutex_;
  std::optional<ledger::Refusal> why_;
  Clock::time_point since_{};
};

/// Of a gateway that stands by: what its ledger would say if it led. Used by one thread.
class LeadTrial {
 public:
  using Clock = std::chrono::steady_clock;
  /// It reads a little of every log, and meanwhile nobody looks whether the other one still lives.
  static constexpr std::chrono::seconds try_every{5};

  /// `data`: the folder with the log's key. `head_guard`: its file; empty: there is none.
  LeadTrial(std::string data, std::string head_guard, bool is_signed)
      : data_(std::move(data)), head_guard_(std::move(head_guard)), is_signed_(is_signed) {}

  /// Makes no file, and changes none. Tries once, and again where the answer matters, because the
  /// lead `is_offered`, or may have come to be another one, because it was unfit.
  ledger::Fitness look(ledger::Reader& reader, const ledger::Clock& clock, bool is_offered,
                       Clock::time_point now);
  /// Why the last one was not fit; empty where it was.
  const std::string& why_not() const { return why_not_; }

 private:
  std::optional<ledger::Refused> refusal(ledger::Reader& reader, const ledger::Clock& clock) const;

  const std::string data_;
  const std::string head_guard_;
  const bool is_signed_;
  std::optional<ledger::Fitness> last_;
  std::string why_not_;
  Clock::time_point at_{};
};

}  // namespace chopay::app
