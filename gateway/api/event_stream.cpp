#include "gateway/api/event_stream.hpp"

#include <algorithm>

#include "gateway/http/whole_number.hpp"

namespace chopay::api {
namespace {

using http::EventSink;
using ledger::Seq;

/// A client that was away for longer than this many events of its stall sees the newest of them.
constexpr std::size_t missed_events_max = 1'000;
/// Of what the store had: the client was away, or slow.
constexpr auto long_ago = Feed::Moment::min();

/// What the stall's list holds behind the cursor, oldest first; `upto` is where the log ended.
Feed::Page read_missed(ledger::Reader& reader, const Topic& topic, Seq cursor) {
  Feed::Page missed;
  missed.upto = reader.head(topic.market).seq;
  for (const auto& stored :
       reader.stall_page(topic.market, topic.stall, ledger::next(missed.upto), missed_events_max)) {
    if (ledger::number(stored.seq) <= ledger::number(cursor)) break;
    auto event = merchant::event_of(ledger::decode(stored.bytes).value());
    if (event) missed.events.push_back({std::move(*event), long_ago});
  }
  std::reverse(missed.events.begin(), missed.events.end());
  return missed;
}

/// Tells how long those took that were committed while the stream was open: what a client catches
/// up on waited for the client.
net::Task<bool> send_all(const Services& services, EventSink& sink,
                         const std::vector<Feed::Fresh>& events, Feed::Moment opened) {
  for (const auto& fresh : events) {
    const auto& event = fresh.event;
    if (!co_await sink.send(event.id(), event.type, event.data)) co_return false;
    if (fresh.committed < opened || !services.on_shown) continue;
    services.on_shown(std::chrono::steady_clock::now() - fresh.committed);
  }
  co_return true;
}

net::Task<void> follow(Services& services, Topic topic, Seq cursor, std::string key,
                       EventSink& sink) {
  const auto opened = std::chrono::steady_clock::now();
  const auto news = services.feed.follow(topic);
  const OpenLines::Line line{services.lines, key};
  // One comment at once: the browser then knows that the stream is open.
  if (!co_await sink.comment("open")) co_return;
  while (!sink.gone() && (key.empty() || services.keys.has(key))) {
    auto seen = sink.version(*news);
    auto page = services.feed.after(topic, cursor);
    if (!page.reaches_back) {
      const bool read = co_await services.readers.run(
          sink.loop(), [&](ledger::Reader& reader) { page = read_missed(reader, topic, cursor); });
      if (!read) co_return;  // the client comes back with the same Last-Event-ID
    }
    if (!co_await send_all(services, sink, page.events, opened)) co_return;
    cursor = page.upto;
    if (co_await sink.wait(*news, seen, heartbeat) == EventSink::Wake::quiet) {
      if (!co_await sink.comment()) co_return;
    }
  }
}

}  // namespace

std::optional<Seq> resume_cursor(const http::Request& request, const merchant::MarketId& market) {
  const auto id = request.headers.get("Last-Event-ID");
  const auto colon = id.rfind(':');
  if (colon == std::string_view::npos || id.substr(0, colon) != market.text()) {
    return std::nullopt;
  }
  const auto seq = http::whole_number(id.substr(colon + 1));
  if (!seq) return std::nullopt;
  return Seq{std::min(*seq, ledger::number(ledger::last_seq_possible))};
}

http::Response event_stream(Services& services, Topic topic, Seq cursor, std::string key) {
  http::Response response;
  // A cursor from the future (a restored backup) would wait for ever: start at the log's end.
  const auto newest = services.feed.newest(topic.market);
  if (ledger::number(cursor) > ledger::number(newest)) cursor = newest;
  response.stream = http::event_source(
      [&services, topic = std::move(topic), cursor, key = std::move(key)](EventSink& sink) {
        return follow(services, topic, cursor, key, sink);
      });
  return response;
}

}  // namespace chopay::api
