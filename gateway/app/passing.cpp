#include "gateway/app/passing.hpp"

#include <array>
#include <utility>

#include "gateway/http/event_reader.hpp"
#include "gateway/http/passed_on.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/settings.hpp"
#include "gateway/net/signal.hpp"

namespace chopay::app {
namespace {

using http::Exchange;
using http::Response;
using ledger::Lead;
using net::LinkAnswer;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Came = net::LinkAnswer::Came;

/// Who looks whether this gateway is ready has given up by then.
constexpr milliseconds readiness_max{1'000};
constexpr milliseconds ask_again_after{50};
/// A stream is quiet for `api::heartbeat` at most: twice that, and its gateway is gone.
constexpr milliseconds stream_quiet_max{35'000};

Response unavailable(std::string_view code, std::string_view why) {
  return http::problem(503, code, why);
}

Response nobody_leads() {
  return unavailable("no_gateway_leads", "No gateway adds to the ledger just now; ask again.");
}

Response ready_to_wait() {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "waiting for the next gateway to lead\n";
  return response;
}

}  // namespace

/// An event stream that is passed on, and what it takes to ask for the rest of it again.
struct Passing::Relay {
  Relay(const Exchange& exchange, const Row& row_) : again(exchange.loop()), row(row_) {
    again.edit_request() = exchange.request();
    last_id = again.request().headers.get("Last-Event-ID");
  }

  Exchange again;
  const Row& row;
  std::string last_id;
  std::unique_ptr<net::Link> link;
  http::EventReader events;
};

Passing::Passing(net::IoThreads& threads, const net::TlsSecret* secret, std::function<Lead()> lead,
                 Metrics& metrics, Patience patience)
    : lead_(std::move(lead)), metrics_(metrics), patience_(patience) {
  if (secret) links_ = std::make_unique<net::Links>(*secret, threads);
}

http::Handler Passing::around(const http::Route& row, http::Handler handler) {
  if (row.pattern == "/healthz") return handler;
  const auto own =
      row.handler_max.count() > 0 ? row.handler_max : http::ServerSettings{}.handler_max;
  const bool readiness = row.pattern == "/readyz";
  rows_.push_back({std::move(handler), row.pattern, readiness ? readiness_max : own, readiness});
  return [this, &known = rows_.back()](Exchange& exchange) {
    const bool mine = leads_.load(std::memory_order_acquire) && lead_() == Lead::ours;
    return mine ? known.handler(exchange) : answer(exchange, known);
  };
}

void Passing::leader_is(const std::string& address, bool lives) {
  leader_lives_.store(lives, std::memory_order_release);
  if (lives) lived_at_ = steady_clock::now();
  std::string before;
  {
    const std::lock_guard lock{mutex_};
    if (leader_ == address) return;
    before = std::exchange(leader_, address);
  }
  if (links_ && !before.empty()) links_->drop(before);
}

void Passing::lead() {
  leader_is({}, false);
  metrics_.leads();
  leads_.store(true, std::memory_order_release);
}

std::string Passing::leader() const {
  const std::lock_guard lock{mutex_};
  return leader_;
}

/// Sends it to whoever leads, if that is known; and counts what became of it.
net::Task<LinkAnswer> Passing::ask(net::Loop& loop, const std::string& message,
                                   milliseconds at_most) {
  const auto address = links_ ? leader() : std::string{};
  if (address.empty()) co_return LinkAnswer{};
  auto answer = co_await links_->ask(loop, address, message, at_most);
  metrics_.passed_on(answer.came);
  if (answer.came == Came::whole) reached_at_ = steady_clock::now();
  co_return answer;
}

milliseconds Passing::wait_max() const {
  return leader_lives_.load(std::memory_order_acquire) ? patience_.for_one_that_lives
                                                       : patience_.for_next;
}

/// Whether what comes now has a good chance with the next one that leads. A proxy that took every
/// gateway for not ready meanwhile would cut off what waits here, and the event streams with it.
bool Passing::may_wait_for_next() const {
  const auto is_recent = [now = steady_clock::now(), this](steady_clock::time_point at) {
    return at != steady_clock::time_point{} && now - at < patience_.for_next;
  };
  return !leader_lives_.load(std::memory_order_acquire) && is_recent(lived_at_) &&
         is_recent(reached_at_);
}

net::Task<Response> Passing::answer(Exchange& exchange, const Row& row) {
  const auto began = steady_clock::now();
  const bool passed_on = exchange.request().passed_on;
  std::string message;
  for (;;) {
    if (leads_.load(std::memory_order_acquire)) {
      if (lead_() == Lead::ours) co_return co_await row.handler(exchange);
    } else if (!passed_on) {  // else whoever sent it sees this one take over
      if (row.readiness && may_wait_for_next()) co_return ready_to_wait();
      if (message.empty()) message = http::message_to_pass_on(exchange, row.pattern);
      auto answer = co_await ask(exchange.loop(), message, row.answer_max);
      if (answer.came == Came::whole) co_return response_of(std::move(answer), exchange, row);
      if (answer.came == Came::unknown) {
        co_return unavailable("gateway_lost", "The gateway that was asked has not answered.");
      }
    }
    const auto at_most = passed_on ? patience_.for_next : wait_max();
    if (row.readiness || steady_clock::now() - began >= at_most) co_return nobody_leads();
    co_await net::sleep_for(exchange.loop(), ask_again_after);
  }
}

Response Passing::response_of(LinkAnswer answer, const Exchange& exchange, const Row& row) {
  Response response;
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) {
    if (http::same_name(name, "Content-Type")) response.content_type = value;
    if (!http::is_own_field(name)) response.headers.add(name, value);
  }
  if (answer.events) {
    auto stream = std::make_shared<Relay>(exchange, row);
    stream->again.edit_params() = exchange.params();
    stream->link = std::move(answer.events);
    stream->events.add(answer.body);
    response.stream =
        http::event_source([this, stream](http::EventSink& sink) { return relay(sink, stream); });
  } else if (row.pattern == "/metrics" && answer.status == 200) {
    // The caller may see figures, says the one that knows its key; these are this gateway's.
    response.body = metrics_.text({});
  } else {
    response.body = std::move(answer.body);
  }
  return response;
}

/// Until the client has gone, or nobody can go on with it.
net::Task<void> Passing::relay(http::EventSink& sink, std::shared_ptr<Relay> stream) {
  std::array<char, 4096> piece;
  do {
    sink.on_leave([&link = *stream->link] { link.cancel(); });
    for (bool open = !sink.gone(); open && !stream->events.broken();) {
      while (const auto event = stream->events.next()) {
        if (!event->id.empty()) stream->last_id = event->id;
        if (event->comment) {
          co_await sink.comment(event->data);
        } else {
          co_await sink.send(event->id, event->name, event->data);
        }
      }
      if (sink.gone()) break;
      stream->link->arm(stream_quiet_max);
      const auto [failure, count] = co_await stream->link->read_some(piece);
      open = !failure;
      if (open) stream->events.add({piece.data(), count});
    }
    sink.on_leave({});
    stream->link.reset();
  } while (co_await resume(sink, *stream));
}

/// Asks whoever leads now for what comes behind the last event. False where the client is to come
/// back by itself: it has seen nothing that a cursor could stand on, or this gateway leads.
net::Task<bool> Passing::resume(http::EventSink& sink, Relay& stream) {
  if (stream.last_id.empty()) co_return false;
  stream.events = {};
  const auto began = steady_clock::now();
  const auto message = http::message_to_pass_on(stream.again, stream.row.pattern, stream.last_id);
  while (!sink.gone() && !leads_ && steady_clock::now() - began < wait_max()) {
    auto answer = co_await ask(sink.loop(), message, stream.row.answer_max);
    if (answer.came == Came::whole && answer.events) {
      stream.link = std::move(answer.events);
      stream.events.add(answer.body);
      co_return true;
    }
    if (answer.came == Came::whole && answer.status != 503) co_return false;
    co_await net::sleep_for(sink.loop(), ask_again_after);
  }
  co_return false;
}

}  // namespace chopay::app
