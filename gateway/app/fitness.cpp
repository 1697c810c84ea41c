#include "gateway/app/fitness.hpp"

#include <memory>
#include <utility>

#include "gateway/app/log_key.hpp"
#include "ledger/head_guard.hpp"
#include "ledger/log_key.hpp"
#include "ledger/newest_instant.hpp"
#include "ledger/sealer.hpp"

namespace chopay::app {

using ledger::Fitness;
using ledger::Refusal;

Fitness fitness_for(const std::optional<Refusal>& refusal) {
  if (!refusal) return Fitness::fit;
  // What was lost or forged is so for every gateway, and one that does not know it must not go on.
  const bool is_of_ledger = *refusal == Refusal::rolled_back || *refusal == Refusal::forked;
  return is_of_ledger ? Fitness::doubtful : Fitness::unfit;
}

void StandingRefusal::changed(const std::optional<Refusal>& why, Clock::time_point now) {
  const std::lock_guard lock{mutex_};
  if (!why_) since_ = now;
  why_ = why;
}

Fitness StandingRefusal::fitness(Clock::time_point now) const {
  const std::lock_guard lock{mutex_};
  if (!why_ || now - since_ < stands_after) return Fitness::fit;
  return fitness_for(why_);
}

Fitness LeadTrial::look(ledger::Reader& reader, const ledger::Clock& clock, bool is_offered,
                        Clock::time_point now) {
  const bool matters = is_offered || last_ != Fitness::fit;
  if (last_ && (!matters || now - at_ < try_every)) return *last_;
  at_ = now;
  try {
    const auto refused = refusal(reader, clock);
    last_ = fitness_for(refused ? std::optional{refused->why} : std::nullopt);
    why_not_ = refused ? refused->text : std::string{};
  } catch (const ledger::StoreFailure& failure) {
    last_ = Fitness::unfit;  // it could not even begin
    why_not_ = failure.what();
  }
  return *last_;
}

std::optional<ledger::Refused> LeadTrial::refusal(ledger::Reader& reader,
                                                  const ledger::Clock& clock) const {
  const ledger::FrozenView view{reader};
  auto key = is_signed_ ? ledger::load_log_key(data_) : std::nullopt;
  if (is_signed_ && !key && has_signed(reader)) throw ledger::StoreFailure("log.key is gone");
  std::unique_ptr<ledger::HeadGuard> guard;
  std::optional<ledger::Error> damage;
  if (!head_guard_.empty()) {
    auto opened = ledger::HeadGuard::open(head_guard_);
    if (opened) {
      guard = std::make_unique<ledger::HeadGuard>(std::move(*opened));
    } else {
      damage = opened.error();
    }
  }
  ledger::Sealer sealer{reader, std::move(key), std::move(guard)};
  if (damage) sealer.refuse_guard(*damage);
  return sealer.refused(clock.now(), ledger::newest_instant(reader));
}

}  // namespace chopay::app
