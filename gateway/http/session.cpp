#include "gateway/http/session.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <exception>
#include <utility>

#include "gateway/http/passed_on.hpp"
#include "gateway/http/percent.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::http {
namespace {

constexpr std::size_t body_bytes_at_first = 8 * 1024;
constexpr std::size_t joined_bytes_max = 16 * 1024;      // larger bodies are not copied
constexpr std::size_t lingering_bytes_max = 256 * 1024;  // discarded behind the last answer
constexpr std::size_t spare_max = 256;                   // exchanges kept by one thread
constexpr std::size_t spare_body_bytes_max = 64 * 1024;  // larger ones are freed

constexpr Refusal head_too_large{431, "head_too_large", "The request head is too large."};
constexpr Refusal too_slow{408, "request_timeout", "The request did not arrive in time."};

Response missing(const std::string& allow) {
  if (allow.empty()) return problem(404, "not_found", "There is nothing at this address.");
  auto response = problem(405, "method_not_allowed", "This address does not take the method.");
  response.headers.add("Allow", allow);
  return response;
}

}  // namespace

Session::Session(std::shared_ptr<Desk> desk, std::unique_ptr<net::Stream> stream, std::string peer,
                 bool of_gateway)
    : net::Deadline(desk->loop.sweeper()),
      desk_(std::move(desk)),
      stream_(std::move(stream)),
      peer_(std::move(peer)),
      of_gateway_(of_gateway),
      place_(desk_->sessions.size()) {
  desk_->sessions.push_back(this);
}

Session::~Session() {
  auto& sessions = desk_->sessions;
  sessions[place_] = sessions.back();
  sessions[place_]->place_ = place_;
  sessions.pop_back();
  if (!of_gateway_) desk_->core->addresses.remove(peer_);
  auto& core = *desk_->core;
  (of_gateway_ ? core.gateway_connections : core.connections).remove();
}

net::Task<void> Session::run() {
  const auto self = shared_from_this();
  try {
    enter(Stage::reading, desk_->core->settings.head_max);
    if (!co_await stream_->open()) {
      while (co_await serve_next()) {
      }
    }
  } catch (const std::exception& failure) {
    if (auto* observer = desk_->core->settings.observer) observer->failed("", failure.what(), id_);
  }
  disarm();
  stream_->close();
}

void Session::enter(Stage stage, std::chrono::milliseconds at_most) {
  stage_ = stage;
  timed_out_ = false;
  arm(at_most);
}

void Session::expired() noexcept {
  if (stage_ == Stage::handling) {
    stage_ = Stage::writing;
    disarm();
    handling_->mark_late(true);
    return desk_->loop.spawn(answer_late());
  }
  if (stage_ == Stage::idle && stream_->has_input()) return;  // a request has just arrived
  timed_out_ = true;
  stream_->cancel();
}

/// The handler is not stopped: what it submitted to the ledger may commit. Its client just does
/// not wait any longer.
net::Task<void> Session::answer_late() {
  const auto self = shared_from_this();
  if (auto* observer = desk_->core->settings.observer) observer->late(serving_.route, id_);
  tell_served(503);
  const auto response = problem(503, "too_slow", "The answer is not ready in time; ask again.");
  co_await send_last(response, {.close = true});
}

void Session::drain() {
  if (sink_) return sink_->leave();
  if (stage_ == Stage::idle) arm(std::chrono::milliseconds(0));
}

void Session::abort() {
  if (sink_) sink_->leave();
  stream_->close();
}

net::Task<bool> Session::serve_next() {
  id_.clear();
  if (!co_await read_head()) {
    if (refusal_) co_await refuse(*refusal_);
    co_return false;
  }
  auto exchange = take_exchange();
  Router::Found found;
  Passed passed;
  if (const auto refusal = accept_head(*exchange, found, passed)) {
    co_await refuse(*refusal);
    co_return false;
  }
  auto& body = exchange->edit_request().body;
  if (!take_body(body, passed.content_length)) {
    const bool whole = co_await read_body(body, passed.content_length);
    if (!whole) {
      if (refusal_) co_await refuse(*refusal_);
      co_return false;
    }
  }
  const auto& settings = desk_->core->settings;
  serving_ = {found.route ? std::string_view(found.route->pattern) : "", passed.method, 0, {}};
  if (settings.observer) began_ = std::chrono::steady_clock::now();
  Response response = co_await handle(*exchange, found);
  const bool late = exchange->late();
  put_back(std::move(exchange));
  if (late) co_return false;
  tell_served(response.status);
  const bool head_only = passed.method == Method::head;
  if (response.stream) {
    co_await stream_events(std::move(response), head_only);
    co_return false;
  }
  ++served_;
  const bool close =
      passed.close || desk_->draining || served_ >= settings.requests_per_connection_max;
  auto unsent = send_now(response, {.close = close, .head_only = head_only});
  if (!unsent.empty()) {
    const bool sent = co_await send_rest(std::move(unsent));
    if (!sent) co_return false;
  }
  if (close) co_await linger();
  co_return !close;
}

void Session::tell_served(int status) {
  auto* const observer = desk_->core->settings.observer;
  if (!observer) return;
  serving_.status = status;
  serving_.took = std::chrono::steady_clock::now() - began_;
  observer->served(serving_);
}

std::size_t Session::head_bytes_max() const {
  return desk_->core->settings.head_bytes_max + (of_gateway_ ? client_bytes_max : 0);
}

/// Reads until the inbox holds a whole head. False with refusal_ set when the client is to hear of
/// it, without when the connection just ends.
net::Task<bool> Session::read_head() {
  const auto& settings = desk_->core->settings;
  scanner_.reset();
  stage_ = Stage::idle;
  for (;;) {
    if (inbox_.empty()) {
      enter(Stage::idle, served_ == 0 ? settings.head_max : settings.idle_max);
      if (desk_->draining) arm(std::chrono::milliseconds(0));
    } else {
      refusal_ = scanner_.scan(inbox_.bytes());
      if (refusal_) co_return false;
      if (scanner_.size() > 0) co_return true;
      if (stage_ == Stage::idle) enter(Stage::reading, settings.head_max);
    }
    const auto room = inbox_.room(head_bytes_max());
    if (room.empty()) {
      refusal_ = head_too_large;
      co_return false;
    }
    const auto [failure, count] = co_await stream_->read_some(room);
    if (failure) {
      if (timed_out_ && stage_ == Stage::reading) refusal_ = too_slow;
      co_return false;
    }
    inbox_.filled(count);
  }
}

/// Takes what has come with the head, which is mostly all of it. True when it is.
bool Session::take_body(std::string& body, std::size_t length) {
  const auto here = inbox_.bytes().substr(0, length);
  body.assign(here);
  inbox_.consume(here.size());
  return body.size() == length;
}

/// Reads the rest of a body. False as with read_head.
net::Task<bool> Session::read_body(std::string& body, std::size_t length) {
  enter(Stage::reading, desk_->core->settings.body_max);
  auto have = body.size();
  while (have < length) {
    // Memory follows the bytes that came, not those that were announced.
    if (have == body.size()) body.resize(std::min(length, std::max(have * 2, body_bytes_at_first)));
    const auto [failure, count] =
        co_await stream_->read_some({body.data() + have, body.size() - have});
    if (failure) {
      if (timed_out_) refusal_ = too_slow;
      co_return false;
    }
    have += count;
  }
  co_return true;
}

/// Everything between the bytes of a head and a request: parser, guard, router, limits.
std::optional<Refusal> Session::accept_head(Exchange& exchange, Router::Found& found,
                                            Passed& passed) {
  auto& core = *desk_->core;
  auto& head = desk_->head;
  if (auto refusal = parse_head(inbox_.bytes().substr(0, scanner_.size()), head)) return refusal;
  const auto checked = check_head(head, of_gateway_ ? core.policy_for_gateways : core.policy);
  if (!checked) return checked.error();
  passed = *checked;
  found = core.router.find(passed.method, passed.path, exchange.edit_params());
  const std::size_t body_bytes_max =
      found.route ? found.route->body_bytes_max : Route{}.body_bytes_max;
  if (auto refusal = check_length(passed, body_bytes_max)) return refusal;
  auto& request = exchange.edit_request();
  request.method = passed.method;
  if (passed.path.find('%') == std::string_view::npos) {
    request.path.assign(passed.path);
  } else {
    request.path = percent_decoded(passed.path).value_or("/");
  }
  request.query.assign(passed.query);
  request.passed_on = of_gateway_;
  websocket_key_.assign(passed.websocket_key);
  request.headers.clear();
  for (const auto& [name, value] : head.fields) request.headers.add(name, value);
  if (!of_gateway_) {
    request.peer.assign(peer_);
    request.certificate = stream_->certificate();
  } else if (!take_client(request)) {
    return Refusal{400, "bad_client", "It is not said whose request this is."};
  }
  take_id(request);
  inbox_.consume(scanner_.size());
  return std::nullopt;
}

/// The id that it brings counts where it comes from one of our gateways or a trusted proxy: else
/// anybody could have his own requests mistaken for somebody's in the log.
void Session::take_id(Request& request) {
  auto& core = *desk_->core;
  const auto& naming = core.settings.naming_proxies;
  const bool trusted = of_gateway_ || std::ranges::find(naming, peer_) != naming.end();
  const auto given = trusted ? request.headers.get(request_id_field) : std::string_view{};
  if (is_request_id(given)) {
    id_.assign(given);
  } else {
    core.ids.next(id_);
  }
  request.id.assign(id_);
}

net::Task<Response> Session::handle(Exchange& exchange, const Router::Found& found) {
  if (!found.route) co_return missing(found.allow);
  exchange.mark_late(false);
  handling_ = &exchange;
  const auto own_limit = found.route->handler_max;
  enter(Stage::handling, own_limit.count() > 0 ? own_limit : desk_->core->settings.handler_max);
  auto* const observer = desk_->core->settings.observer;
  try {
    co_return co_await found.route->handler(exchange);
  } catch (const std::exception& failure) {
    if (observer) observer->failed(serving_.route, failure.what(), id_);
  } catch (...) {
    if (observer) observer->failed(serving_.route, "an exception of an unknown type", id_);
  }
  co_return problem(500, "internal_error");
}

/// Puts an answer on the wire as far as it goes without waiting. `response` must live until the
/// rest is sent.
Session::Unsent Session::send_now(const Response& response, Wire wire) {
  wire.strict_transport = desk_->core->strict_transport;
  wire.request_id = id_;
  auto& out = desk_->out;
  out.clear();
  write_head(response, wire, desk_->date.at(std::time(nullptr)), out);
  Unsent unsent;
  if (!wire.head_only && !wire.stream) {
    if (response.body.size() <= joined_bytes_max) {
      out.append(response.body);
    } else {
      unsent.body = response.body;
    }
  }
  const auto sent = stream_->try_write(out);
  if (sent < out.size()) unsent.head.assign(out, sent);
  return unsent;
}

net::Task<bool> Session::send_rest(Unsent unsent) {
  enter(Stage::writing, desk_->core->settings.write_max);
  const bool sent = co_await net::write_all(*stream_, unsent.head);
  if (!sent || unsent.body.empty()) co_return sent;
  co_return co_await net::write_all(*stream_, unsent.body);
}

net::Task<void> Session::refuse(Refusal refusal) {
  if (id_.empty()) desk_->core->ids.next(id_);
  if (auto* observer = desk_->core->settings.observer) observer->refused(refusal, peer_, id_);
  const auto response = problem(refusal.status, refusal.code, refusal.detail);
  co_await send_last(response, {.close = true});
}

net::Task<void> Session::send_last(const Response& response, const Wire& wire) {
  auto unsent = send_now(response, wire);
  if (!unsent.empty()) {
    const bool sent = co_await send_rest(std::move(unsent));
    if (!sent) co_return;
  }
  co_await linger();
}

/// Gives the client time to read the answer: closing with unread input would reset the
/// connection and could destroy it (RFC 9112 §9.6).
net::Task<void> Session::linger() {
  enter(Stage::lingering, desk_->core->settings.linger_max);
  inbox_.consume(inbox_.bytes().size());
  co_await stream_->finish();
  std::size_t discarded = 0;
  while (!timed_out_ && discarded < lingering_bytes_max) {
    const auto room = inbox_.room(desk_->core->settings.head_bytes_max);
    const auto [failure, count] = co_await stream_->read_some(room);
    if (failure) co_return;
    discarded += count;
  }
}

std::unique_ptr<Exchange> Session::take_exchange() {
  auto& spare = desk_->spare;
  if (spare.empty()) return std::make_unique<Exchange>(desk_->loop);
  auto exchange = std::move(spare.back());
  spare.pop_back();
  return exchange;
}

void Session::put_back(std::unique_ptr<Exchange> exchange) {
  handling_ = nullptr;
  const bool large = exchange->request().body.capacity() > spare_body_bytes_max;
  if (!large && desk_->spare.size() < spare_max) desk_->spare.push_back(std::move(exchange));
}

}  // namespace chopay::http
