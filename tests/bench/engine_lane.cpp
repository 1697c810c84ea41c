#include "tests/bench/engine_lane.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/log_key.hpp"
#include "ledger/sqlite_store.hpp"

namespace chopay::bench {
namespace {

using namespace ledger;

struct Payment final : Command {
  std::size_t size_bytes() const override { return 64; }
  bool is_new = false;
};

class PaymentRules final : public Decider {
 public:
  explicit PaymentRules(LedgerFiller& filler) : filler_(filler), next_(filler.payments()) {}
  Decision decide(Command& command, KnownKeys& keys, Instant) override {
    auto draft = filler_.draft(next_++);
    static_cast<Payment&>(command).is_new = !keys.find(draft.market, *draft.key);
    return {std::move(draft), {}};
  }
  void apply(const Entry&) override {}
  void sealed(Command&, const SealedEntry&) override {}

 private:
  LedgerFiller& filler_;
  std::uint64_t next_;
};

class Counter final : public LaneListener {
 public:
  void committed(std::vector<SealedEntry>) override {}
  void answered(Commands commands) override {
    for (const auto& command : commands) {
      if (!static_cast<Payment&>(*command).is_new) std::abort();
    }
    answered_ += commands.size();
    answered_.notify_all();
  }
  void failed(Commands, const std::string& why) override {
    std::fprintf(stderr, "the lane failed: %s\n", why.c_str());
    std::abort();
  }
  void wait_for(std::uint64_t count) {
    for (auto now = answered_.load(); now < count; now = answered_) answered_.wait(now);
  }

 private:
  std::atomic<std::uint64_t> answered_{0};
};

}  // namespace

std::uint64_t entries_of(const std::string& directory) {
  SqliteStore store{directory};
  return LedgerFiller{store, {}}.payments();
}

double lane_rate(const std::string& directory, std::uint64_t payments, const LaneLimits& limits) {
  SqliteStore store{directory};
  LedgerFiller filler{store, {}};
  PaymentRules rules{filler};
  SystemClock clock;
  SystemRandom random;
  Counter counter;
  auto key = load_or_create_log_key(directory, "bench.example.vn", random);
  Appender lane{store,   rules,  clock,
                counter, limits, std::make_unique<Sealer>(store.own_reader(), std::move(key))};
  // As many wait as fill two batches: a lane is never out of work.
  const auto ahead = 2 * limits.batch_commands_max;
  const auto start = std::chrono::steady_clock::now();
  for (std::uint64_t i = 0; i < payments; ++i) {
    if (i % limits.batch_commands_max == 0 && i > ahead) counter.wait_for(i - ahead);
    std::unique_ptr<Command> payment = std::make_unique<Payment>();
    if (lane.submit(payment) != Appender::Submitted::queued) std::abort();
  }
  counter.wait_for(payments);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return static_cast<double>(payments) / took.count();
}

}  // namespace chopay::bench
