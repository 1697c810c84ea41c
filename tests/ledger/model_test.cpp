// The lane against a ledger so simple that it can be seen to be right.
#include <catch2/catch.hpp>

#include <condition_variable>
#include <map>
#include <mutex>
#include <random>

#include "ledger/appender.hpp"
#include "ledger/verify.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/sample_size.hpp"
#include "tests/support/store_kinds.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

enum class Outcome { posted, duplicate, conflict };

struct Answer {
  Outcome outcome = Outcome::posted;
  std::uint64_t seq = 0;
  friend bool operator==(const Answer&, const Answer&) = default;
};

struct Payment final : Command {
  Payment(Draft what, std::size_t turn_) : draft(std::move(what)), turn(turn_) {}
  std::size_t size_bytes() const override { return 200; }
  Draft draft;
  std::size_t turn;  ///< of those that are asked together
  Answer answer;
};

/// First of its key wins; the same again is a duplicate; another amount is a conflict that is kept.
class Rules final : public Decider {
 public:
  Decision decide(Command& command, KnownKeys& keys, Instant) override {
    auto& payment = static_cast<Payment&>(command);
    auto draft = payment.draft;
    const auto known = keys.find(draft.market, *draft.key);
    if (!known) return {draft, {}};
    payment.answer.seq = number(known->seq);
    payment.answer.outcome =
        known->postings[0] == draft.postings[0] ? Outcome::duplicate : Outcome::conflict;
    if (payment.answer.outcome == Outcome::duplicate) return {};
    draft.key->reference += '!' + to_string(draft.postings[0].amount);
    if (keys.find(draft.market, *draft.key)) return {};
    draft.kind = Kind::rejection;
    draft.postings.clear();
    draft.stall = {};
    return {draft, {}};
  }
  void apply(const Entry&) override {}
  void sealed(Command& command, const SealedEntry& entry) override {
    auto& payment = static_cast<Payment&>(command);
    if (payment.answer.outcome == Outcome::posted) payment.answer.seq = number(entry.entry.seq);
  }
};

/// The model: maps, and nothing else.
struct Model {
  struct Market {
    std::uint64_t seq = 0;
    std::map<std::string, std::pair<std::int64_t, std::uint64_t>> credits;  ///< by reference
    std::map<std::pair<std::string, std::int64_t>, bool> conflicts;
    std::map<std::pair<BusinessDay, std::string>, std::int64_t> balances;  ///< by day and account
    std::map<std::string, std::vector<std::uint64_t>> stalls;
  };
  std::map<std::string, Market> markets;

  Answer take(const Draft& draft) {
    auto& market = markets[draft.market.text()];
    const auto dong = draft.postings[0].amount.count();
    const auto known = market.credits.find(draft.key->reference);
    if (known == market.credits.end()) {
      market.credits[draft.key->reference] = {dong, ++market.seq};
      for (const auto& posting : draft.postings) {
        market.balances[{draft.day, posting.account}] += posting.amount.count();
      }
      market.stalls[draft.stall.text()].push_back(market.seq);
      return {Outcome::posted, market.seq};
    }
    const auto [recorded, seq] = known->second;
    if (recorded == dong) return {Outcome::duplicate, seq};
    if (!std::exchange(market.conflicts[{draft.key->reference, dong}], true)) ++market.seq;
    return {Outcome::conflict, seq};
  }
};

class Waiter final : public LaneListener {
 public:
  void committed(std::vector<SealedEntry>) override {}
  void answered(std::vector<std::unique_ptr<Command>> commands) override {
    const std::lock_guard lock{mutex_};
    for (auto& command : commands) {
      const auto& payment = static_cast<Payment&>(*command);
      answers_.emplace(payment.turn, payment.answer);
    }
    news_.notify_all();
  }
  void failed(std::vector<std::unique_ptr<Command>>, const std::string& why) override {
    FAIL("the lane failed: " << why);
  }
  /// The answers in the order in which they were asked for.
  std::vector<Answer> wait(std::size_t count) {
    std::unique_lock lock{mutex_};
    news_.wait(lock, [&] { return answers_.size() == count; });
    std::vector<Answer> answers;
    for (const auto& [turn, answer] : std::exchange(answers_, {})) answers.push_back(answer);
    return answers;
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::multimap<std::size_t, Answer> answers_;
};

/// A payment of few references, stalls, amounts and days, so that repeats and conflicts are common.
Draft random_payment(std::mt19937& random) {
  auto draft = credit_draft(random() % 4 == 0 ? "ha-long-2" : "ha-long-1",
                            "A" + std::to_string(random() % 6),
                            "FT" + std::to_string(random() % 700), 1'000 + random() % 3);
  if (random() % 5 == 0) draft.day = BusinessDay::from_days(draft.day.days() + 1);
  draft.postings[1].account = "sales/" + draft.stall.text();
  return draft;
}

void compare(Reader& reader, const Model& model) {
  CHECK_FALSE(verify(reader).damage.has_value());
  for (const auto& [name, market] : model.markets) {
    const auto id = MarketId::parse(name).value();
    CHECK(number(reader.head(id).seq) == market.seq);
    std::map<std::pair<BusinessDay, std::string>, std::int64_t> balances;
    for (const auto& total : reader.all_totals(id)) {
      balances[{total.day, total.account}] = total.amount.count();
    }
    CHECK(balances == market.balances);
    for (const auto& [stall, seqs] : market.stalls) {
      std::vector<std::uint64_t> list;
      for (const auto& entry :
           reader.stall_page(id, StallId::parse(stall).value(), Seq{}, 10'000)) {
        list.insert(list.begin(), number(entry.seq));
      }
      CHECK(list == seqs);
    }
  }
}

}  // namespace

TEST_CASE(
    "Random payments with repeats and conflicts give what the model gives, answer by answer") {
  const auto kind = GENERATE(from_range(store_kinds()));
  const auto seed = GENERATE(1u, 2u, std::random_device{}());
  const std::size_t writers = GENERATE(0, 1, 3);
  INFO("store " << kind << ", seed " << seed << ", writers " << writers);
  std::mt19937 random{seed};
  const auto place = make_store(kind);
  Model model;
  Rules rules;
  ManualClock clock{market_morning()};
  for (int start = 0; start < 3; ++start) {
    Waiter waiter;
    Appender lane{place->store(), rules, clock, waiter, {.writers = writers}};
    for (int round = 0; round < sample_size(40); ++round) {
      const auto together = 1 + random() % 40;
      std::vector<Answer> expected;
      for (std::size_t i = 0; i < together; ++i) {
        auto draft = random_payment(random);
        // The key has no day of its own here: a repeat on another day is still the same transfer.
        draft.key->day = business_day_of(market_morning());
        expected.push_back(model.take(draft));
        std::unique_ptr<Command> command = std::make_unique<Payment>(draft, i);
        REQUIRE(lane.submit(command) == Appender::Submitted::queued);
      }
      REQUIRE(waiter.wait(together) == expected);
    }
    lane.stop();
    compare(*place->store().reader(), model);
    place->reopen();
  }
}
