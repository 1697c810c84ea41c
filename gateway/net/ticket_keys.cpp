#include "gateway/net/ticket_keys.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

namespace chopay::net {
namespace {

TicketKeys::Key fresh(TicketKeys::Time now) {
  TicketKeys::Key key;
  key.made_at = now;
  for (auto* const part : {key.cipher.data(), key.mac.data()}) {
    if (RAND_priv_bytes(part, 32) != 1) throw std::runtime_error("no randomness for a ticket key");
  }
  if (RAND_bytes(key.name.data(), 16) != 1) {
    throw std::runtime_error("no randomness for a ticket key");
  }
  return key;
}

bool is_named(const TicketKeys::Key& key, const unsigned char (&name)[16]) {
  return std::equal(key.name.begin(), key.name.end(), name);
}

}  // namespace

TicketKeys::TicketKeys(Time now) : newest_(fresh(now)) {}

TicketKeys::~TicketKeys() {
  OPENSSL_cleanse(&newest_, sizeof newest_);
  if (before_) OPENSSL_cleanse(&*before_, sizeof *before_);
}

TicketKeys::Key TicketKeys::newest(Time now) {
  const std::lock_guard lock(mutex_);
  rotate(now);
  return newest_;
}

std::optional<TicketKeys::Found> TicketKeys::find(const unsigned char (&name)[16], Time now) {
  const std::lock_guard lock(mutex_);
  rotate(now);
  if (is_named(newest_, name)) return Found{newest_, true};
  if (before_ && is_named(*before_, name)) return Found{*before_, false};
  return std::nullopt;
}

void TicketKeys::rotate(Time now) {
  const auto age = now - newest_.made_at;
  if (age < lifetime) return;
  // After a quiet day the newest is too old to be the one before.
  before_ = age < 2 * lifetime ? std::optional(newest_) : std::nullopt;
  newest_ = fresh(now);
}

}  // namespace chopay::net
