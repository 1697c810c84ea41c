#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/http/websocket.hpp"
#include "gateway/net/signal.hpp"
#include "gateway/net/stream.hpp"

namespace chopay::http {

/// "There is news", told by any thread to the event streams of all I/O threads.
class News {
 public:
  explicit News(net::IoThreads& threads);
  /// Callable from any thread; costs one atomic step per I/O thread while it has yet to look.
  void notify();
  net::Signal& on(const net::Loop& loop) { return *signals_[loop.index()]; }

 private:
  std::vector<std::unique_ptr<net::Signal>> signals_;
};

/// How events are put on the wire: as an event stream (WHATWG HTML §9.2), or as the text frames of
/// a WebSocket, {"id","event","data"}, where the data is JSON itself.
enum class EventForm { event_stream, websocket };

/// The way to one client that listens to events. Used by the one coroutine that is
/// the stream, on its I/O thread.
///
///   auto seen = sink.version(news);
///   while (!sink.gone()) {
///     for (entry : log from cursor) if (!co_await sink.send(id, "credit", json)) co_return;
///     if (co_await sink.wait(news, seen, 15s) == Wake::quiet) co_await sink.comment();
///   }
class EventSink {
 public:
  enum class Wake { news, quiet, gone };

  EventSink(net::Loop& loop, net::Stream& stream, net::Deadline& deadline,
            std::chrono::milliseconds write_max, EventForm form = EventForm::event_stream);

  /// One event. Empty `id` or `event` are left out; CR, LF and NUL in them are dropped; `data` may
  /// have several lines. False: the client is gone, or the server is stopping.
  net::Task<bool> send(std::string_view id, std::string_view event, std::string_view data);
  /// A line that clients ignore: shows both ends that the other is there. To a WebSocket a ping;
  /// one that has not answered two of them is gone.
  net::Task<bool> comment(std::string_view text = {});

  /// How often there was news. Read it before looking for what is new; so nothing is missed.
  std::uint64_t version(News& news) const { return news.on(loop_).version(); }
  /// Waits until there is news behind `seen`, and then sets `seen` to it; or until it was quiet
  /// for `at_most`; or until the client has gone.
  net::Task<Wake> wait(News& news, std::uint64_t& seen, std::chrono::milliseconds at_most);

  /// What the client has sent; false when it has nothing to say any more, or says what it may not.
  bool hear(std::string_view bytes);
  /// Says to a WebSocket that no more comes.
  net::Task<void> say_goodbye();

  bool gone() const { return gone_; }
  net::Loop& loop() const { return loop_; }
  /// Ends the stream: called when the client has gone or the server stops.
  void leave();
  /// Is called by leave(), for a stream that waits for something else than news; empty: nothing is.
  void on_leave(std::function<void()> call) { on_leave_ = std::move(call); }

 private:
  net::Task<bool> write(std::string text);

  net::Loop& loop_;
  net::Stream& stream_;
  net::Deadline& deadline_;
  std::chrono::milliseconds write_max_;
  net::Waiter waiter_;
  EventForm form_;
  FrameReader heard_;
  std::optional<std::string> to_pong_;  ///< a ping of the client that waits for its answer
  int unanswered_ = 0;                  ///< our pings since the client was last heard
  bool gone_ = false;
  std::function<void()> on_leave_;
};

/// Sends events until it returns or the client is gone.
struct EventSource {
  std::function<net::Task<void>(EventSink&)> run;
};

/// What a Response's `stream` is set to.
std::shared_ptr<const EventSource> event_source(std::function<net::Task<void>(EventSink&)> run);

}  // namespace chopay::http
