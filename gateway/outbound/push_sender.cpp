#include "gateway/outbound/push_sender.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

#include "gateway/api/vault_rows.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/whole_number.hpp"
#include "merchant/event.hpp"

namespace chopay::outbound {
namespace {

/// Calls that are under way at once, and how long one may take.
constexpr int push_carriers = 4;
constexpr std::chrono::milliseconds push_call_max{10'000};
/// Nobody reads a push service's words.
constexpr std::size_t push_answer_bytes_max = 16 * 1024;
/// A busy market is looked at so often, and not once for each of its commits.
constexpr std::chrono::milliseconds push_gathering{250};
/// Nothing is due: looked at anyway, should a wake-up ever be lost.
constexpr std::chrono::milliseconds push_wait_max{60'000};
/// What waits for its next attempt looks at the clock so often: a sandbox's may be set forward.
constexpr std::chrono::milliseconds push_clock_look{1'000};
/// A log is read by people.
constexpr std::chrono::minutes push_warnings_apart{10};
/// What is longer is no wait for a hint, which is dropped long before: then as after any failure.
constexpr std::uint64_t push_retry_after_s_max = 3'600;
/// Seconds that a service keeps a hint for a phone that is away: later it is no news.
constexpr std::string_view push_ttl_s = "300";
/// A newer hint takes the place of one that the service still keeps (RFC 8030 §5.4).
constexpr std::string_view push_topic = "money";

std::optional<std::chrono::seconds> retry_after_of(
    const ledger::Result<net::ClientAnswer>& answer) {
  if (!answer) return std::nullopt;
  for (const auto& [name, value] : answer->headers) {
    if (!http::same_name(name, "Retry-After")) continue;
    if (const auto seconds = http::whole_number(value, push_retry_after_s_max))
      return std::chrono::seconds{*seconds};
  }
  return std::nullopt;
}

}  // namespace

std::string PushSender::public_key() const {
  const auto& point = key_.point();
  return bank::to_base64({reinterpret_cast<const char*>(point.data()), point.size()},
                         bank::Base64::url);
}

void PushSender::start(net::Loop& loop) {
  loop_ = &loop;
  work_ = std::make_unique<net::Signal>(loop);
  for (const auto& market : services_.keys.pushes.markets()) {
    followed_.insert(market);
    loop.spawn(watch(market));
  }
  for (int i = 0; i < push_carriers; ++i) loop.spawn(carry());
}

void PushSender::follow(const merchant::MarketId& market) {
  loop_->post([this, market] {
    if (followed_.insert(market).second) loop_->spawn(watch(market));
  });
}

net::Task<void> PushSender::watch(merchant::MarketId market) {
  const auto news = services_.feed.follow_market(market);
  auto& signal = news->on(*loop_);
  net::Waiter waiter{*loop_};
  auto cursor = services_.feed.newest(market);
  for (;;) {
    const auto seen = signal.version();
    look_at(market, cursor);
    co_await signal.wait(waiter, seen, push_wait_max);
    co_await net::sleep_for(*loop_, push_gathering);
  }
}

/// Puts the devices of stalls that got money behind the cursor into the queue.
void PushSender::look_at(const merchant::MarketId& market, ledger::Seq& cursor) {
  const auto stalls = services_.keys.pushes.stalls_of(market);
  if (stalls.empty()) {
    cursor = services_.feed.newest(market);
    return;
  }
  std::set<merchant::StallId> paid;
  for (;;) {
    const auto page = services_.feed.credits_after(market, stalls, cursor);
    if (page.upto == cursor) break;
    cursor = page.upto;
    for (const auto& entry : page.entries) {
      // Only what turns a till green; what a statement brought does not.
      if (paid.contains(entry.stall)) continue;
      const auto event = merchant::event_of(entry);
      if (event && event->type == "credit") paid.insert(entry.stall);
    }
  }
  if (paid.empty()) return;
  const auto now = services_.clock.now();
  for (const auto& device : services_.keys.pushes.keys_of(market, paid)) {
    if (!queue_.want(device, now)) warn_of("too many devices are to be woken");
  }
  work_->notify();
}

net::Task<void> PushSender::carry() {
  net::Waiter waiter{*loop_};
  for (;;) {
    const auto seen = work_->version();
    const auto now = services_.clock.now();
    const auto device = queue_.take(now);
    if (!device) {
      auto wait = push_wait_max;
      if (const auto due = queue_.next_due()) {
        wait = std::clamp<std::chrono::milliseconds>(*due - now, std::chrono::milliseconds{1},
                                                     push_clock_look);
      }
      co_await work_->wait(waiter, seen, wait);
      continue;
    }
    co_await wake(*device);
  }
}

net::Task<void> PushSender::wake(const std::string& device) {
  const auto subscription = services_.keys.pushes.find(device);
  // Whoever has a stream open sees the money itself.
  if (!subscription || services_.lines.has(device)) {
    queue_.done(device, services_.clock.now());
    co_return;
  }
  ledger::Result<net::ClientAnswer> answer = net::ClientAnswer{};
  try {
    auto call = call_to(*subscription);
    answer = co_await client_.fetch(*loop_, std::move(call));
  } catch (const std::runtime_error& failure) {
    warn_of(failure.what());
    queue_.failed(device, services_.clock.now(), std::nullopt);
    co_return;
  }
  const auto now = services_.clock.now();
  if (answer && answer->status >= 200 && answer->status < 300) {
    queue_.done(device, now);
  } else if (answer && (answer->status == 404 || answer->status == 410)) {
    queue_.done(device, now);
    co_await forget(device, subscription->endpoint);
  } else {
    warn_of(answer ? std::to_string(answer->status) : answer.error().code.message());
    queue_.failed(device, now, retry_after_of(answer));
  }
  // The others may wait longer, or less long, than they thought.
  work_->notify();
  co_return;
}

net::ClientRequest PushSender::call_to(const api::PushSubscription& subscription) const {
  // Both were looked at when they came.
  const auto origin = push_origin(subscription.endpoint, settings_.allow_private);
  const auto point = p256::point_of(subscription.point);
  if (!origin || !point || subscription.auth.size() != push_auth_bytes) {
    throw std::runtime_error("a subscription that cannot be used");
  }
  const auto text =
      boost::json::serialize(boost::json::object{{"stall", subscription.stall.text()}});
  const auto once = p256::Key::make(services_.random);
  ledger::Salt salt;
  services_.random.fill(salt);
  net::ClientRequest call;
  call.method = "POST";
  call.url = subscription.endpoint;
  call.body = encrypt_push(text, *point, subscription.auth, once, salt);
  // By the machine's clock, whatever a sandbox's says: the service holds it to its own.
  call.headers = {{"TTL", std::string{push_ttl_s}},
                  {"Urgency", "high"},
                  {"Topic", std::string{push_topic}},
                  {"Content-Encoding", "aes128gcm"},
                  {"Content-Type", "application/octet-stream"},
                  {"Authorization", vapid_authorization(key_, *origin, settings_.contact,
                                                        ledger::SystemClock{}.now())}};
  call.total_max = push_call_max;
  call.answer_bytes_max = push_answer_bytes_max;
  call.public_addresses_only = !settings_.allow_private;
  return call;
}

/// The service says that the subscription is no more. A newer one of the device stays.
net::Task<void> PushSender::forget(const std::string& device, const std::string& endpoint) {
  const auto there = services_.keys.pushes.find(device);
  if (!there || there->endpoint != endpoint) co_return;
  std::vector<ledger::VaultChange> rows{api::PushSubscriptions::erasure(device)};
  const auto erased = co_await api::keep_rows(services_, *loop_, std::move(rows));
  if (erased == api::LaneState::answered) services_.keys.pushes.remove(device);
  co_return;
}

/// Not at every attempt. No endpoint stands in it: whoever has one can push.
void PushSender::warn_of(const std::string& why) {
  const auto now = services_.clock.now();
  if (now < warn_again_at_) return;
  warn_again_at_ = now + push_warnings_apart;
  services_.warn("push_failing", why);
}

}  // namespace chopay::outbound
