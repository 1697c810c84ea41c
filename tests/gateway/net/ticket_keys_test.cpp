#include "gateway/net/ticket_keys.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace chopay::net;
using std::chrono::hours;

namespace {

bool opens(TicketKeys& keys, const TicketKeys::Key& made_with, TicketKeys::Time now) {
  unsigned char name[16];
  std::copy(made_with.name.begin(), made_with.name.end(), name);
  const auto found = keys.find(name, now);
  return found && found->key.cipher == made_with.cipher && found->key.mac == made_with.mac;
}

}  // namespace

TEST_CASE("A ticket opens while its key is the newest or the one before, and never later") {
  const TicketKeys::Time start{};
  TicketKeys keys(start);
  const auto first = keys.newest(start);
  CHECK(opens(keys, first, start + hours(11)));
  const auto second = keys.newest(start + hours(12));
  CHECK(second.name != first.name);
  CHECK(second.cipher != first.cipher);
  CHECK(opens(keys, first, start + hours(23)));
  CHECK(opens(keys, second, start + hours(23)));
  CHECK_FALSE(opens(keys, first, start + hours(24)));
  CHECK(opens(keys, second, start + hours(24)));
}

TEST_CASE("After a day without clients no old key opens anything") {
  const TicketKeys::Time start{};
  TicketKeys keys(start);
  const auto first = keys.newest(start);
  CHECK_FALSE(opens(keys, first, start + hours(24)));
}

TEST_CASE("A ticket of the key before asks to be replaced") {
  const TicketKeys::Time start{};
  TicketKeys keys(start);
  const auto first = keys.newest(start);
  unsigned char name[16];
  std::copy(first.name.begin(), first.name.end(), name);
  CHECK(keys.find(name, start)->newest);
  CHECK_FALSE(keys.find(name, start + hours(13))->newest);
}
