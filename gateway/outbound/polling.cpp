#include "gateway/outbound/polling.hpp"

#include <algorithm>
#include <stdexcept>

#include "gateway/api/evidence.hpp"
#include "gateway/api/source_lag.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/whole_number.hpp"
#include "gateway/net/error.hpp"
#include "gateway/net/signal.hpp"

namespace chopay::outbound {
namespace {

using merchant::NoticeOutcome;

/// Pages of one look; more are read by the next.
constexpr int pages_max = 200;
/// After failures in a row: half a minute, doubled each time, half an hour at most.
constexpr std::chrono::seconds wait_first{30};
constexpr std::size_t doublings_max = 6;
constexpr std::chrono::seconds wait_longest{30 * 60};
/// A server that asks for more is asked again all the same: money may be waiting.
constexpr std::uint64_t retry_after_s_max = 3'600;

std::optional<std::uint64_t> retry_after_of(const net::ClientAnswer& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (http::same_name(name, "Retry-After")) return http::whole_number(value);
  }
  return std::nullopt;
}

}  // namespace

std::chrono::seconds poll_wait(std::size_t failures, std::optional<std::uint64_t> retry_after_s) {
  if (retry_after_s) {
    return std::chrono::seconds{std::clamp<std::uint64_t>(*retry_after_s, 1, retry_after_s_max)};
  }
  const auto doubled = std::min<std::size_t>(failures - 1, doublings_max);
  return std::min(wait_first * (1 << doubled), wait_longest);
}

net::Task<void> Poller::work(net::Loop& loop) {
  for (;;) {
    std::chrono::seconds wait{};
    try {
      wait = co_await look(loop);
    } catch (const std::runtime_error& failure) {
      wait = failed(failure.what());
    }
    co_await net::sleep_for(loop, wait);
  }
}

std::chrono::seconds Poller::failed(const std::string& why) {
  ++failures_;
  services_.warn("poll_failed", settings_.source + ": " + why);
  return poll_wait(failures_, std::exchange(retry_after_s_, std::nullopt));
}

net::Task<std::chrono::seconds> Poller::look(net::Loop& loop) {
  const auto now = services_.clock.now();
  bank::ListWindow window{
      good_until_ == ledger::Instant{} ? now - poll_first : good_until_ - poll_overlap, now};
  found_ = 0;
  unusable_ = 0;
  for (window.page = 1; window.page <= pages_max; ++window.page) {
    const auto page = co_await fetch(loop, window);
    if (!page) co_return failed(page.error().message());
    if (!co_await post(loop, *page)) co_return failed("the ledger takes nothing just now");
    co_await net::sleep_for(
        loop, std::chrono::milliseconds{std::chrono::minutes{1}} / settings_.calls_per_minute);
    if (!page->more) break;
  }
  failures_ = 0;
  good_until_ = now;
  tell();
  co_return settings_.every;
}

void Poller::tell() {
  if (found_ > 0) {
    services_.warn("notices_missed", settings_.source + ": " + std::to_string(found_) +
                                         " credits stood in the list and were told by no callback");
  }
  if (std::exchange(told_, unusable_) != unusable_) {
    services_.warn("rows_not_posted", settings_.source + ": " + std::to_string(unusable_) +
                                          " rows of the list have no reference or cannot be read");
  }
}

net::Task<ledger::Result<bank::ListPage>> Poller::fetch(net::Loop& loop, bank::ListWindow window) {
  net::ClientRequest request;
  request.url = settings_.url + '?' + settings_.list->query(window);
  request.headers = {
      {"Accept", "application/json"},
      {"Authorization", std::string{settings_.list->scheme} + std::string{settings_.token.view()}}};
  request.public_addresses_only = !settings_.allow_private;
  const auto answer = co_await client_.fetch(loop, std::move(request));
  if (!answer) co_return answer.error();
  if (answer->status != 200) {
    retry_after_s_ = retry_after_of(*answer);
    co_return ledger::Error{net::Errc::bad_answer, "status " + std::to_string(answer->status)};
  }
  const auto feeders = services_.feeders.now();
  co_return settings_.list->read(answer->body, feeders->at(settings_.source).source);
}

net::Task<bool> Poller::post(net::Loop& loop, const bank::ListPage& page) {
  const auto feeders = services_.feeders.now();
  const auto& feeder = feeders->at(settings_.source);
  unusable_ += page.unusable;
  for (const auto& notice : page.notices) {
    if (!bank::may_speak_of(feeder.source, notice)) continue;
    merchant::TakeNotice what{
        notice, feeder.sandbox,
        ledger::make_private_part(api::evidence_of(notice, {}), services_.random)};
    const auto asked = co_await services_.lane.ask(loop, what);
    if (asked.state != api::LaneState::answered) co_return false;
    if (asked.answer.outcome != NoticeOutcome::posted) continue;
    ++found_;
    const auto lag = api::source_lag(notice.occurred_at, services_.clock.now());
    if (lag && services_.on_told) services_.on_told(settings_.source, *lag);
  }
  co_return true;
}

}  // namespace chopay::outbound
