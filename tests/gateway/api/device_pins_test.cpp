#include "gateway/api/device_pins.hpp"

#include <catch2/catch.hpp>

#include "ledger/memory_store.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::api;
using std::chrono::minutes;
using std::chrono::seconds;
using State = DevicePins::Try::State;

namespace {

void keep(ledger::Store& store, const std::vector<ledger::VaultChange>& rows) {
  store.begin();
  store.append({}, rows);
}

}  // namespace

TEST_CASE("A device without a PIN is never locked") {
  const auto now = testing::market_morning();
  DevicePins pins;
  pins.set_idle(minutes{15});
  CHECK_FALSE(pins.is_locked("a12", now));
  CHECK(pins.lock("a12").empty());
  CHECK(pins.begin("a12", now).state == State::no_pin);
  CHECK_FALSE(pins.has("a12"));
}

TEST_CASE("A device with a PIN locks itself when nobody uses it, unless it may lie about") {
  auto now = testing::market_morning();
  DevicePins pins;
  pins.set_idle(minutes{15});
  pins.set("a12", "hash", now);
  CHECK_FALSE(pins.is_locked("a12", now + minutes{15} - seconds{1}));
  CHECK(pins.is_locked("a12", now + minutes{15}));
  pins.note_use("a12", now + minutes{10});
  CHECK_FALSE(pins.is_locked("a12", now + minutes{20}));
  CHECK(pins.is_locked("a12", now + minutes{25}));
  DevicePins patient;
  patient.set("a12", "hash", now);
  CHECK_FALSE(patient.is_locked("a12", now + std::chrono::hours{1'000}));
}

TEST_CASE("A device that was told to lock opens by the PIN alone, not by being used") {
  const auto now = testing::market_morning();
  DevicePins pins;
  pins.set("a12", "hash", now);
  CHECK_FALSE(pins.lock("a12").empty());
  pins.note_use("a12", now);
  CHECK(pins.is_locked("a12", now));
  CHECK(pins.begin("a12", now).hash == "hash");
  CHECK(pins.is_locked("a12", now));
  pins.right("a12", now);
  CHECK_FALSE(pins.is_locked("a12", now));
}

TEST_CASE("Ten wrong PINs spend a device, with longer waits between them") {
  auto now = testing::market_morning();
  DevicePins pins;
  pins.set("a12", "hash", now);
  seconds waited{0};
  for (int i = 0; i < DevicePins::wrong_tries_max; ++i) {
    const auto first = pins.begin("a12", now);
    if (first.state == State::wait) {
      waited += first.wait;
      now += first.wait - seconds{1};
      CHECK(pins.begin("a12", now).state == State::wait);
      now += seconds{1};
      CHECK(pins.begin("a12", now).state == State::go);
    } else {
      CHECK(first.state == State::go);
      CHECK(first.left == DevicePins::wrong_tries_max - i - 1);
    }
  }
  CHECK(waited == seconds{5 + 10 + 20 + 40 + 80 + 160});
  CHECK(pins.begin("a12", now + std::chrono::hours{100}).state == State::spent);
}

TEST_CASE("A try that nobody judged costs none, and a right one gives all back") {
  const auto now = testing::market_morning();
  DevicePins pins;
  pins.set("a12", "hash", now);
  for (int i = 0; i < 20; ++i) {
    CHECK(pins.begin("a12", now).state == State::go);
    pins.take_back("a12");
  }
  pins.begin("a12", now);
  pins.begin("a12", now);
  pins.right("a12", now);
  CHECK(pins.begin("a12", now).left == DevicePins::wrong_tries_max - 1);
}

TEST_CASE("A restart gives nobody more tries, keeps a lock, and keeps an open device open") {
  const auto now = testing::market_morning();
  ledger::MemoryStore store;
  DevicePins before;
  before.set_idle(minutes{15});
  for (const auto* key : {"a12", "b01"}) {
    keep(store, DevicePins::setting(key, "hash", now));
    before.set(key, "hash", now);
  }
  before.begin("a12", now);
  before.begin("a12", now);
  keep(store, before.kept("a12"));
  keep(store, before.lock("b01"));
  before.note_use("a12", now + minutes{10});
  keep(store, before.due());
  CHECK(before.due().empty());
  DevicePins after;
  after.set_idle(minutes{15});
  after.load(store.own_reader());
  CHECK_FALSE(after.is_locked("a12", now + minutes{20}));
  CHECK(after.is_locked("b01", now));
  CHECK(after.begin("a12", now + minutes{20}).left == DevicePins::wrong_tries_max - 3);
  keep(store, DevicePins::erasure("a12"));
  after.load(store.own_reader());
  CHECK_FALSE(after.has("a12"));
}

TEST_CASE("A damaged row locks its device: there was a PIN") {
  ledger::MemoryStore store;
  keep(store, {{"pin/a12", "x"}});
  DevicePins pins;
  pins.load(store.own_reader());
  CHECK(pins.is_locked("a12", testing::market_morning()));
}

TEST_CASE("A restart forgets that a PIN was given, so that it is asked for again") {
  const auto now = testing::market_morning();
  ledger::MemoryStore vault;
  DevicePins pins;
  CHECK_FALSE(pins.proved_at("a12"));
  keep(vault, DevicePins::setting("a12", "hash", now));
  pins.set("a12", "hash", now);
  CHECK(pins.proved_at("a12") == now);
  pins.load(vault.own_reader());
  CHECK(pins.proved_at("a12") == ledger::Instant{});
}
