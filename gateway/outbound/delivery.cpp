#include "gateway/outbound/delivery.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace chopay::outbound {
namespace {

namespace json = boost::json;
using ledger::Instant;
using ledger::number;
using ledger::Seq;

/// Messages of one delivery that are under way at once.
constexpr int carriers = 8;
/// Entries that are read at once: some milliseconds of a reader's thread.
constexpr std::size_t page_entries = 256;
/// How long a full queue, or a log without news, is let be.
constexpr std::chrono::milliseconds pause_full{100};
constexpr std::chrono::milliseconds pause_quiet{1'000};
/// Nothing is due: looked at anyway, should a wake-up ever be lost.
constexpr std::chrono::milliseconds wait_max{60'000};
/// What waits for its next attempt looks at the clock so often: a sandbox's may be set forward.
constexpr std::chrono::milliseconds clock_look{1'000};
/// A busy log is read in pieces of so long, and not once for each of its small commits.
constexpr std::chrono::milliseconds gathering{20};
/// How far behind the kept cursor may be: what is sent again after a crash.
constexpr std::chrono::milliseconds cursor_behind_max{1'000};
/// Nobody reads a receiver's words; a long answer is no reason to send again.
constexpr std::size_t answer_bytes_max = 64 * 1024;
/// A log is read by people; what is new of a failure is in the delivery's status.
constexpr std::chrono::minutes warnings_apart{10};
constexpr int status_gone = 410;

constexpr std::array<std::string_view, 4> state_names{"running", "failing", "paused", "idle"};

bool good(const ledger::Result<net::ClientAnswer>& answer) {
  return answer && answer->status >= 200 && answer->status < 300;
}

std::optional<Seq> seq_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_int64() || value->get_int64() < 0) return std::nullopt;
  return Seq{static_cast<std::uint64_t>(value->get_int64())};
}

}  // namespace

std::string_view state_name(DeliveryState state) {
  return state_names[static_cast<std::size_t>(state)];
}

net::ClientRequest call_of(const DeliverySettings& settings, std::string url,
                           Destination::Headers headers, std::string body) {
  net::ClientRequest call;
  call.method = "POST";
  call.url = std::move(url);
  call.headers = std::move(headers);
  call.body = std::move(body);
  call.total_max = settings.timeout;
  call.answer_bytes_max = answer_bytes_max;
  call.public_addresses_only = !settings.allow_private;
  return call;
}

Delivery::Delivery(api::Services& services, net::HttpClient& client, const Destination& destination,
                   DeliverySettings settings)
    : services_(services),
      client_(client),
      destination_(destination),
      settings_(std::move(settings)) {}

std::string Delivery::to_text(const Row& row) {
  json::object object{{"cursor", number(row.cursor)}, {"paused", row.paused}};
  if (row.until != ledger::last_seq_possible) object["until"] = number(row.until);
  return json::serialize(object);
}

std::optional<Delivery::Row> Delivery::parse(std::string_view text) {
  json::error_code error;
  const auto value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  const auto cursor = seq_in(object, "cursor");
  const auto* paused = object.if_contains("paused");
  if (!cursor || !paused || !paused->is_bool()) return std::nullopt;
  return Row{*cursor, seq_in(object, "until").value_or(ledger::last_seq_possible),
             paused->get_bool()};
}

void Delivery::start(net::Loop& loop, ledger::Reader& vault) {
  const auto text = vault.vault_get(row_name());
  auto row = parse(text.value_or(""));
  if (!row) {
    // Written before anything is sent: a crash in between must not begin at a later end.
    row = Row{vault.head(settings_.market).seq};
    const auto asked =
        services_.lane.ask_and_wait(merchant::ChangeVault{{row_name(), to_text(*row)}});
    if (asked.state != api::LaneState::answered) {
      services_.warn("webhook_cursor_not_kept", settings_.name);
    }
  }
  begin(loop, *row);
}

void Delivery::start_repeating(net::Loop& loop, ledger::Reader& vault) {
  const auto text = vault.vault_get(row_name());
  const auto row = parse(text.value_or(""));
  repeating_ = row.has_value();
  begin(loop, row.value_or(Row{{}, {}, false}));
}

void Delivery::begin(net::Loop& loop, const Row& row) {
  loop_ = &loop;
  news_ = services_.feed.follow_market(settings_.market);
  work_ = std::make_unique<net::Signal>(loop);
  queue_ = std::make_unique<DeliveryQueue>(row.cursor, settings_.ladder);
  until_ = row.until;
  paused_ = row.paused;
  kept_ = row;
  publish();
  loop.spawn(read_on());
  loop.spawn(keep_cursor());
  for (int i = 0; i < carriers; ++i) loop.spawn(carry());
}

bool Delivery::repeat(Seq first, Seq last) {
  if (repeating_.exchange(true)) return false;
  loop_->post([this, first, last] {
    queue_ = std::make_unique<DeliveryQueue>(Seq{number(first) - 1}, settings_.ladder);
    until_ = last;
    paused_ = false;
    publish();
    news_->on(*loop_).notify();
  });
  return true;
}

void Delivery::resume() {
  loop_->post([this] {
    paused_ = false;
    queue_->retry_all(services_.clock.now());
    shown_.last_failure_at.reset();
    publish();
    work_->notify();
  });
}

DeliveryStatus Delivery::status() const {
  const std::lock_guard lock{mutex_};
  return published_;
}

void Delivery::publish() {
  shown_.cursor = queue_->cursor();
  shown_.waiting = queue_->waiting();
  shown_.next_attempt_at = paused_ ? std::nullopt : queue_->next_due();
  if (shown_.next_attempt_at == Instant{}) shown_.next_attempt_at.reset();  // at once
  const bool done = number(shown_.cursor) >= number(until_);
  const bool failing =
      shown_.last_failure_at &&
      (!shown_.last_success_at || *shown_.last_success_at < *shown_.last_failure_at);
  shown_.state = done      ? DeliveryState::idle
                 : paused_ ? DeliveryState::paused
                 : failing ? DeliveryState::failing
                           : DeliveryState::running;
  const std::lock_guard lock{mutex_};
  published_ = shown_;
}

net::Task<void> Delivery::read_on() {
  net::Waiter waiter{*loop_};
  auto& news = news_->on(*loop_);
  for (;;) {
    const auto seen = news.version();
    const bool room = queue_->has_room();
    bool more = false;
    try {
      if (!paused_ && room) more = co_await read_page();
    } catch (const std::runtime_error& failure) {
      // The disk was slow, or worse; then the lane says so. Read again in a moment.
      warn_of("webhook_not_read", failure.what());
    }
    if (more) continue;
    if (paused_ || room) {
      co_await news.wait(waiter, seen, pause_quiet);
      co_await net::sleep_for(*loop_, gathering);
    } else {
      co_await work_->wait(waiter, work_->version(), pause_full);
    }
  }
}

/// Reads the next entries into the queue; true where there may be more of them.
net::Task<bool> Delivery::read_page() {
  auto* const queue = queue_.get();
  const auto from = queue->read();
  std::vector<Message> messages;
  auto upto = from;
  if (number(from) >= number(until_)) co_return false;
  const auto count = std::min<std::uint64_t>(page_entries, number(until_) - number(from));
  const bool read = co_await services_.readers.run(*loop_, [&](ledger::Reader& reader) {
    std::vector<ledger::Entry> entries;
    reader.read(settings_.market, from, static_cast<std::size_t>(count),
                [&](const ledger::StoredEntry& stored) {
                  entries.push_back(ledger::decode(stored.bytes).value());
                  return true;
                });
    for (const auto& entry : entries) {
      for (auto& message : destination_.messages_of(entry, reader)) {
        messages.push_back(std::move(message));
      }
      upto = entry.seq;
    }
  });
  if (!read || queue != queue_.get() || upto == from) co_return false;
  for (auto& message : messages) queue->add(std::move(message));
  queue->set_read(upto);
  publish();
  if (!messages.empty()) work_->notify();
  co_return number(upto) - number(from) == count;
}

net::Task<void> Delivery::carry() {
  net::Waiter waiter{*loop_};
  for (;;) {
    const auto seen = work_->version();
    const auto now = services_.clock.now();
    const auto* message = paused_ ? nullptr : queue_->take(now);
    if (!message) {
      auto wait = wait_max;
      if (const auto due = queue_->next_due(); due && !paused_) {
        wait = std::clamp<std::chrono::milliseconds>(*due - now, std::chrono::milliseconds{1},
                                                     clock_look);
      }
      co_await work_->wait(waiter, seen, wait);
      continue;
    }
    const auto answer = co_await send(*loop_, *message);
    take_answer(*message, answer);
  }
}

net::Task<ledger::Result<net::ClientAnswer>> Delivery::send(net::Loop& loop,
                                                            const Message& message) {
  // By the machine's clock, whatever a sandbox's says: the receiver holds it to its own.
  const auto signed_at = ledger::SystemClock{}.now();
  auto call = call_of(settings_, destination_.url(), destination_.headers(message, signed_at),
                      message.body);
  co_return co_await client_.fetch(loop, std::move(call));
}

void Delivery::take_answer(const Message& message,
                           const ledger::Result<net::ClientAnswer>& answer) {
  const auto now = services_.clock.now();
  if (good(answer)) {
    shown_.last_success_at = now;
    ++shown_.delivered;
    queue_->delivered(message);
    publish();
    work_->notify();
    return;
  }
  shown_.last_failure_at = now;
  shown_.last_failure = answer ? std::to_string(answer->status) : answer.error().message();
  warn_of("webhook_failing", shown_.last_failure);
  const bool again = queue_->failed(message, now, services_.random);
  if (!again || (answer && answer->status == status_gone)) pause(shown_.last_failure);
  publish();
}

void Delivery::warn_of(std::string_view event, const std::string& why) {
  const auto now = services_.clock.now();
  if (now < warn_again_at_) return;
  warn_again_at_ = now + warnings_apart;
  services_.warn(event, settings_.name + ": " + why);
}

void Delivery::pause(std::string_view why) {
  if (std::exchange(paused_, true)) return;
  services_.warn("webhook_paused", settings_.name + " gave no 2xx for a day or is gone (" +
                                       std::string{why} +
                                       "); nothing is lost, but somebody must look and say resume");
}

net::Task<void> Delivery::keep_cursor() {
  for (;;) {
    co_await net::sleep_for(*loop_, cursor_behind_max);
    const Row row{queue_->cursor(), until_, paused_};
    if (row == kept_) continue;
    const bool over = number(row.cursor) >= number(row.until);
    ledger::VaultChange change{row_name(), std::nullopt};
    if (!over) change.value = to_text(row);
    merchant::ChangeVault what{std::move(change)};
    const auto asked = co_await services_.lane.ask(*loop_, what);
    if (asked.state != api::LaneState::answered) continue;  // tried again in a second
    kept_ = row;
    if (over) repeating_ = false;
  }
}

}  // namespace chopay::outbound
