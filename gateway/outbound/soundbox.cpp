#include "gateway/outbound/soundbox.hpp"

#include <boost/json.hpp>

#include <stdexcept>

#include "gateway/http/whole_number.hpp"
#include "merchant/entry_data.hpp"
#include "merchant/money_data.hpp"

namespace chopay::outbound {
namespace {

namespace json = boost::json;
using ledger::number;
using ledger::Seq;

/// Messages that the broker must acknowledge before the cursor moves: said again after a crash.
constexpr std::size_t soundbox_page_entries = 256;
/// How long a log without news, or a broker without a word, is let be; and how far behind the kept
/// cursor may be.
constexpr std::chrono::milliseconds soundbox_pause{1'000};

}  // namespace

std::optional<SoundboxMessage> soundbox_message(const ledger::Entry& entry) {
  if (entry.kind != ledger::Kind::credit || entry.stall.empty()) return std::nullopt;
  const auto data = merchant::read_credit(entry);
  return SoundboxMessage{"chopay/" + entry.market.text() + '/' + entry.stall.text() + "/credit",
                         json::serialize(json::object{
                             {"id", entry.market.text() + ':' + std::to_string(number(entry.seq))},
                             {"amount", merchant::received_at_bank(entry).count()},
                             {"verdict", merchant::verdict_name(data.verdict)},
                             {"occurred_at", ledger::format_instant(data.occurred_at)},
                             {"at", ledger::format_instant(entry.at)}})};
}

void Soundbox::start(net::Loop& loop, ledger::Reader& vault) {
  loop_ = &loop;
  const auto row = vault.vault_get(row_name());
  const auto kept = row ? http::whole_number(*row) : std::nullopt;
  cursor_ = kept ? Seq{*kept} : vault.head(settings_.market).seq;
  // Written before anything is sent: a crash in between must not begin at a later end.
  if (!kept) {
    services_.lane.ask_and_wait(
        merchant::ChangeVault{{row_name(), std::to_string(number(cursor_))}});
  }
  kept_ = cursor_;
  news_ = services_.feed.follow_market(settings_.market);
  progress_ = std::make_unique<net::Signal>(loop);
  link_ = std::make_unique<MqttLink>(settings_.broker, [this] { progress_->notify(); });
  loop.spawn(work());
  loop.spawn(keep_cursor());
}

net::Task<void> Soundbox::work() {
  net::Waiter waiter{*loop_};
  auto& news = news_->on(*loop_);
  for (;;) {
    const auto seen = news.version();
    Page page;
    bool told = false;
    try {
      if (link_->connected() && co_await read_page(page)) told = co_await deliver(page);
    } catch (const std::runtime_error& failure) {
      services_.warn("soundbox_not_read", settings_.id + ": " + failure.what());
    }
    if (told) {
      cursor_ = page.upto;
    } else {
      co_await news.wait(waiter, seen, soundbox_pause);
    }
  }
}

/// Reads what is behind the cursor; false where there is nothing.
net::Task<bool> Soundbox::read_page(Page& page) {
  page.upto = cursor_;
  const bool read = co_await services_.readers.run(*loop_, [&](ledger::Reader& reader) {
    reader.read(settings_.market, cursor_, soundbox_page_entries,
                [&](const ledger::StoredEntry& stored) {
                  const auto entry = ledger::decode(stored.bytes).value();
                  page.upto = entry.seq;
                  if (!settings_.stalls.empty() && !settings_.stalls.contains(entry.stall)) {
                    return true;
                  }
                  if (auto message = soundbox_message(entry)) {
                    page.messages.push_back(std::move(*message));
                  }
                  return true;
                });
  });
  co_return read&& page.upto != cursor_;
}

/// True when the broker has acknowledged every message. Until then it waits: the link itself sends
/// again what a lost connection has cost.
net::Task<bool> Soundbox::deliver(const Page& page) {
  net::Waiter waiter{*loop_};
  for (const auto& message : page.messages) {
    if (!link_->publish(message.topic, message.payload)) co_return false;
  }
  for (;;) {
    const auto seen = progress_->version();
    if (link_->outstanding() == 0) co_return true;
    co_await progress_->wait(waiter, seen, soundbox_pause);
  }
}

net::Task<void> Soundbox::keep_cursor() {
  for (;;) {
    co_await net::sleep_for(*loop_, soundbox_pause);
    const auto cursor = cursor_;
    if (cursor == kept_) continue;
    merchant::ChangeVault what{{row_name(), std::to_string(number(cursor))}};
    const auto asked = co_await services_.lane.ask(*loop_, what);
    if (asked.state == api::LaneState::answered) kept_ = cursor;
  }
}

}  // namespace chopay::outbound
