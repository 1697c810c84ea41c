#include "gateway/outbound/delivery_queue.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::outbound;
using namespace std::chrono_literals;
using ledger::Seq;

namespace {

/// A queue behind entry 10, on a clock that stands.
struct Fixture {
  ledger::Instant now = testing::market_morning();
  testing::RepeatableRandom random;
  DeliveryQueue queue{Seq{10}, RetryLadder{{1s, 10s}}};

  void add(std::uint64_t seq, const std::string& stall) {
    queue.add({Seq{seq}, "evt_" + std::to_string(seq), stall, "{}"});
    queue.set_read(Seq{seq});
  }
  /// The entry of the message that may be sent now, taken; 0 for none.
  std::uint64_t take() {
    taken = queue.take(now);
    return taken ? ledger::number(taken->seq) : 0;
  }
  std::uint64_t cursor() const { return ledger::number(queue.cursor()); }
  const Message* taken = nullptr;
};

}  // namespace

TEST_CASE("Messages of one stall go one after the other, those of others beside them") {
  Fixture it;
  it.add(11, "A01");
  it.add(12, "A01");
  it.add(13, "B02");
  CHECK(it.take() == 11);
  const auto* first = it.taken;
  CHECK(it.take() == 13);
  CHECK(it.take() == 0);
  it.queue.delivered(*first);
  CHECK(it.take() == 12);
}

TEST_CASE("The cursor stands before the oldest message that is not delivered") {
  Fixture it;
  it.add(11, "A01");
  it.add(13, "B02");
  CHECK(it.cursor() == 10);
  it.take();
  const auto* first = it.taken;
  it.take();
  it.queue.delivered(*it.taken);
  CHECK(it.cursor() == 10);
  it.queue.delivered(*first);
  CHECK(it.cursor() == 13);
  it.queue.set_read(Seq{20});  // entries that nobody is told of
  CHECK(it.cursor() == 20);
}

TEST_CASE("A failed message comes again after its rung, before all others of its stall") {
  Fixture it;
  it.add(11, "A01");
  it.add(12, "A01");
  CHECK(it.take() == 11);
  CHECK(it.queue.failed(*it.taken, it.now, it.random));
  CHECK(it.take() == 0);
  const auto due = it.queue.next_due().value();
  CHECK(due > it.now + 700ms);
  CHECK(due <= it.now + 1s);
  it.now = due;
  CHECK(it.take() == 11);
}

TEST_CASE("Behind the last rung a message is given up and holds the cursor until all is retried") {
  Fixture it;
  it.add(11, "A01");
  for (const bool again : {true, true, false}) {
    REQUIRE(it.take() == 11);
    CHECK(it.queue.failed(*it.taken, it.now, it.random) == again);
    it.now += 1h;
  }
  CHECK(it.take() == 0);
  CHECK_FALSE(it.queue.next_due().has_value());
  CHECK(it.cursor() == 10);
  it.queue.retry_all(it.now);
  CHECK(it.take() == 11);
  CHECK(it.queue.failed(*it.taken, it.now, it.random));  // from the first rung on
}

TEST_CASE("Where many stalls wait, the oldest message is sent first") {
  Fixture it;
  it.add(11, "Z99");
  it.add(12, "A01");
  CHECK(it.take() == 11);
  CHECK(it.take() == 12);
}

TEST_CASE("A queue takes only so many messages, and reads only so far ahead") {
  Fixture it;
  for (std::uint64_t seq = 11; seq < 11 + DeliveryQueue::messages_max; ++seq) {
    CHECK(it.queue.has_room());
    it.add(seq, "A01");
  }
  CHECK_FALSE(it.queue.has_room());
  Fixture far;
  far.add(11, "A01");
  far.queue.set_read(Seq{10 + DeliveryQueue::entries_ahead_max});
  CHECK_FALSE(far.queue.has_room());
}

TEST_CASE("The usual ladder gives up within a day, and no two waits are alike") {
  const RetryLadder ladder;
  testing::RepeatableRandom random;
  std::chrono::milliseconds total{};
  std::size_t failures = 0;
  while (const auto wait = ladder.wait(++failures, random)) total += *wait;
  CHECK(total > 16h);
  CHECK(total < 24h);
  CHECK(ladder.wait(5, random) != ladder.wait(5, random));
}
