#include "gateway/api/delivery_log.hpp"

#include <catch2/catch.hpp>

#include "gateway/api/bank_delays.hpp"
#include "gateway/api/signed_once.hpp"
#include "ledger/memory_store.hpp"

using namespace chopay;
using namespace chopay::api;
using namespace std::chrono_literals;

namespace {

constexpr ledger::Instant noon{1'795'500'000'000ms};

DeliveredMessage message_at(ledger::Instant at) {
  DeliveredMessage message;
  message.received_at = at;
  message.took = 1'500us;
  message.action = "credit";
  message.outcome = "accepted";
  message.status = 200;
  message.entry = "cho:17";
  message.request = "5f0c91d2-1a";
  message.bank = "970436";
  message.bank_time = at - 2s;
  return message;
}

/// A log as a restart finds it.
void reload(DeliveryLog& log, ledger::MemoryStore& store, std::vector<ledger::VaultChange> rows) {
  store.begin();
  store.append({}, rows);
  log.load(*store.reader());
}

}  // namespace

TEST_CASE("The newest messages of a source come first, page by page") {
  DeliveryLog log;
  for (int i = 0; i < 5; ++i) log.add("sepay", message_at(noon + std::chrono::seconds{i}));
  log.add("casso", message_at(noon));
  const auto page = log.page("sepay", 0, 2);
  REQUIRE(page.size() == 2);
  CHECK(page[0].number == 5);
  CHECK(page[1].number == 4);
  CHECK(log.page("sepay", 4, 10).size() == 3);
  CHECK(log.page("nobody", 0, 10).empty());
  CHECK(log.find("sepay", 3)->received_at == noon + 2s);
  CHECK_FALSE(log.find("sepay", 6));
}

TEST_CASE("What was written is there after a restart, and numbers go on") {
  DeliveryLog log;
  log.add("sepay", message_at(noon));
  log.add("sepay", message_at(noon + 1s));
  auto rows = log.due(noon + 2s);
  CHECK(rows.size() == 2);
  CHECK(log.due(noon + 3s).empty());
  ledger::MemoryStore store;
  DeliveryLog again;
  reload(again, store, rows);
  CHECK(again.page("sepay", 0, 1).front().number == 2);
  CHECK(delivery_json(*again.find("sepay", 1)) == delivery_json(*log.find("sepay", 1)));
  again.add("sepay", message_at(noon + 4s));
  CHECK(again.page("sepay", 0, 1).front().number == 3);
}

TEST_CASE("A message is forgotten after 30 days, in the vault too") {
  DeliveryLog log;
  log.add("sepay", message_at(noon));
  const auto row = log.due(noon).front();
  CHECK(log.due(noon + DeliveryLog::age_max).empty());
  const auto erased = log.due(noon + DeliveryLog::age_max + 1s);
  REQUIRE(erased.size() == 1);
  CHECK(erased.front().name == row.name);
  CHECK_FALSE(erased.front().value);
  CHECK(log.page("sepay", 0, 1).empty());
}

TEST_CASE(
    "A flood leaves as many rows as the log may have, and no more at once than it may write") {
  DeliveryLog log;
  for (std::size_t i = 0; i < DeliveryLog::messages_max + 10; ++i) log.add("s", message_at(noon));
  CHECK(log.page("s", 0, 2 * DeliveryLog::messages_max).size() == DeliveryLog::messages_max);
  CHECK_FALSE(log.find("s", 10));
  const auto rows = log.due(noon);
  CHECK(rows.size() == DeliveryLog::rows_max);
  CHECK(read_delivery(*rows.back().value)->number == DeliveryLog::messages_max + 10);
  CHECK(rows.back().name == "delivery/s/10");
}

TEST_CASE("A bank's delays are those of its credits alone, by nearest rank") {
  DeliveryLog log;
  for (int i = 1; i <= 100; ++i) {
    auto message = message_at(noon);
    message.bank_time = noon - std::chrono::seconds{i};
    message.took = std::chrono::milliseconds{i};
    log.add("sepay", message);
  }
  auto refused = message_at(noon);
  refused.outcome = "reject_auth";
  refused.took = 10h;
  log.add("sepay", refused);
  auto ahead = message_at(noon);
  ahead.bank = "970422";
  ahead.bank_time = noon + 5s;
  log.add("sepay", ahead);
  const auto delays = bank_delays(log);
  REQUIRE(delays.size() == 2);
  CHECK(delays[0].bank == "970422");
  CHECK(delays[0].received.p95 == 0us);
  CHECK(delays[1].count == 100);
  CHECK(delays[1].received.p50 == 50s);
  CHECK(delays[1].received.p95 == 95s);
  CHECK(delays[1].shown.p50 == 50ms);
  CHECK(delays[1].shown.p95 == 95ms);
}

TEST_CASE("A field that moves over the border to its neighbour is another meaning") {
  merchant::BankNotice one;
  one.account = "12";
  one.bank_ref = "3";
  auto other = one;
  CHECK(meaning_of({one}) == meaning_of({other}));
  other.account = "1";
  other.bank_ref = "23";
  CHECK(meaning_of({one}) != meaning_of({other}));
  other = one;
  other.payer_name = "whoever";  // decides nothing
  CHECK(meaning_of({one}) == meaning_of({other}));
}
