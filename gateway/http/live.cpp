#include "gateway/http/live.hpp"

#include <utility>

#include "ledger/json_text.hpp"

namespace chopay::http {
namespace {

void append_line(std::string_view field, std::string_view value, std::string& out) {
  out.append(field);
  for (const char c : value) {
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
  out += '\n';
}

/// "data: …" for each line; CR, LF and CRLF all end one.
void append_data(std::string_view data, std::string& out) {
  for (;;) {
    const auto end = data.find_first_of("\r\n");
    append_line("data: ", data.substr(0, end), out);
    if (end == std::string_view::npos) return;
    data.remove_prefix(data.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
}

/// Of a WebSocket: this many and no sign of life, and it is gone.
constexpr int pings_unanswered_max = 2;
/// Status 1001 (RFC 6455 §7.4.1).
constexpr std::string_view going_away{"\x03\xe9", 2};

std::string event_json(std::string_view id, std::string_view event, std::string_view data) {
  std::string text = "{\"id\":";
  ledger::append_json_string(text, id);
  text += ",\"event\":";
  ledger::append_json_string(text, event);
  text += ",\"data\":";
  return text.append(data.empty() ? "null" : data).append("}");
}

}  // namespace

News::News(net::IoThreads& threads) {
  for (std::size_t i = 0; i < threads.size(); ++i) {
    signals_.push_back(std::make_unique<net::Signal>(threads.loop(i)));
  }
}

void News::notify() {
  for (auto& signal : signals_) signal->notify();
}

EventSink::EventSink(net::Loop& loop, net::Stream& stream, net::Deadline& deadline,
                     std::chrono::milliseconds write_max, EventForm form)
    : loop_(loop),
      stream_(stream),
      deadline_(deadline),
      write_max_(write_max),
      waiter_(loop),
      form_(form) {}

net::Task<bool> EventSink::send(std::string_view id, std::string_view event,
                                std::string_view data) {
  std::string text;
  if (form_ == EventForm::websocket) {
    append_frame(Opcode::text, event_json(id, event, data), text);
    return write(std::move(text));
  }
  text.reserve(id.size() + event.size() + data.size() + 32);
  if (!id.empty()) append_line("id: ", id, text);
  if (!event.empty()) append_line("event: ", event, text);
  append_data(data, text);
  text += '\n';
  return write(std::move(text));
}

net::Task<bool> EventSink::comment(std::string_view line) {
  std::string text;
  if (form_ == EventForm::websocket) {
    if (to_pong_) {
      append_frame(Opcode::pong, *std::exchange(to_pong_, std::nullopt), text);
    } else {
      if (unanswered_++ >= pings_unanswered_max) leave();
      append_frame(Opcode::ping, {}, text);
    }
    return write(std::move(text));
  }
  append_line(": ", line, text);
  text += '\n';
  return write(std::move(text));
}

net::Task<bool> EventSink::write(std::string text) {
  if (gone_) co_return false;
  deadline_.arm(write_max_);
  const bool written = co_await net::write_all(stream_, text);
  deadline_.disarm();
  if (!written) gone_ = true;
  co_return !gone_;
}

net::Task<EventSink::Wake> EventSink::wait(News& news, std::uint64_t& seen,
                                           std::chrono::milliseconds at_most) {
  if (gone_) co_return Wake::gone;
  if (to_pong_) co_return Wake::quiet;
  auto& signal = news.on(loop_);
  const bool fresh = co_await signal.wait(waiter_, seen, at_most);
  if (gone_) co_return Wake::gone;
  if (fresh) seen = signal.version();
  co_return fresh ? Wake::news : Wake::quiet;
}

bool EventSink::hear(std::string_view bytes) {
  if (form_ == EventForm::event_stream) return false;
  heard_.add(bytes);
  FrameReader::Frame frame;
  for (;;) {
    const auto found = heard_.take(frame);
    if (found == FrameReader::Found::nothing) return true;
    if (found == FrameReader::Found::broken || frame.opcode == Opcode::close) return false;
    unanswered_ = 0;
    if (frame.opcode != Opcode::ping) continue;
    // Sent by the one coroutine that writes, which this wakes.
    to_pong_ = std::move(frame.payload);
    waiter_.wake();
  }
}

net::Task<void> EventSink::say_goodbye() {
  if (form_ == EventForm::event_stream) co_return;
  std::string text;
  append_frame(Opcode::close, going_away, text);
  deadline_.arm(write_max_);
  co_await net::write_all(stream_, text);
  deadline_.disarm();
}

void EventSink::leave() {
  gone_ = true;
  waiter_.wake();
  if (on_leave_) on_leave_();
}

std::shared_ptr<const EventSource> event_source(std::function<net::Task<void>(EventSink&)> run) {
  return std::make_shared<EventSource>(EventSource{std::move(run)});
}

}  // namespace chopay::http
