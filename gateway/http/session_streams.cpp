#include <array>
#include <exception>
#include <utility>

#include "gateway/http/session.hpp"

namespace chopay::http {
namespace {

constexpr Refusal too_many_streams{503, "too_many_streams",
                                   "There are too many listeners; come back."};

}  // namespace

net::Task<void> Session::stream_events(Response response, bool head_only) {
  auto& core = *desk_->core;
  if (!core.streams.add(core.settings.streams_max)) {
    co_return co_await refuse(too_many_streams);
  }
  const std::unique_ptr<Tally, void (*)(Tally*)> counted(&core.streams,
                                                         [](Tally* tally) { tally->remove(); });
  inbox_.release();
  const bool websocket = !websocket_key_.empty();
  const auto accept = websocket ? websocket_accept(websocket_key_) : std::string{};
  const Wire wire{
      .close = true, .head_only = head_only, .stream = true, .websocket_accept = accept};
  if (head_only) co_return co_await send_last(response, wire);
  auto unsent = send_now(response, wire);
  if (!unsent.empty()) {
    const bool sent = co_await send_rest(std::move(unsent));
    if (!sent) co_return;
  }
  EventSink sink(desk_->loop, *stream_, *this, core.settings.write_max,
                 websocket ? EventForm::websocket : EventForm::event_stream);
  stage_ = Stage::streaming;
  disarm();
  sink_ = &sink;
  if (desk_->draining) sink.leave();
  desk_->loop.spawn(watch_client());
  try {
    co_await response.stream->run(sink);
  } catch (const std::exception& failure) {
    if (core.settings.observer) core.settings.observer->failed(serving_.route, failure.what(), id_);
  }
  sink_ = nullptr;
  if (!timed_out_) co_await sink.say_goodbye();
  enter(Stage::lingering, core.settings.linger_max);
  co_await stream_->finish();
}

/// Hears a client until it has nothing more to say.
net::Task<void> Session::watch_client() {
  const auto self = shared_from_this();
  std::array<char, 512> bytes;
  for (;;) {
    const auto [failure, count] = co_await stream_->read_some(bytes);
    if (!sink_) co_return;
    if (!failure && sink_->hear({bytes.data(), count})) continue;
    co_return sink_->leave();
  }
}

}  // namespace chopay::http
