#include "gateway/api/feed.hpp"

#include <algorithm>
#include <utility>

namespace chopay::api {

using ledger::number;
using ledger::Seq;

void Feed::add(std::vector<ledger::SealedEntry> entries) {
  const auto committed = std::chrono::steady_clock::now();
  std::vector<std::shared_ptr<http::News>> woken;
  {
    const std::lock_guard lock{mutex_};
    const auto wake = [&](const std::string& key) {
      if (auto news = news_of(key)) woken.push_back(std::move(news));
    };
    merchant::MarketId told;
    for (auto& sealed : entries) {
      const auto& entry = sealed.entry;
      if (!followed_.empty()) {
        wake(Topic{entry.market, entry.stall}.key());
        if (entry.market != told) wake((told = entry.market).text());
      }
      keep(std::move(sealed.entry), committed);
    }
  }
  for (const auto& news : woken) news->notify();
}

void Feed::keep(ledger::Entry entry, Moment committed) {
  auto& recent = recent_[entry.market];
  if (recent.entries.empty()) recent.first = entry.seq;
  recent.entries.push_back({std::move(entry), committed});
  if (recent.entries.size() <= entries_kept) return;
  recent.entries.pop_front();
  recent.first = ledger::next(recent.first);
}

std::shared_ptr<http::News> Feed::news_of(const std::string& key) {
  const auto followed = followed_.find(key);
  if (followed == followed_.end()) return nullptr;
  auto news = followed->second.lock();
  if (!news) followed_.erase(followed);
  return news;
}

void Feed::wake_all() {
  std::vector<std::shared_ptr<http::News>> woken;
  {
    const std::lock_guard lock{mutex_};
    for (const auto& [key, followed] : followed_) {
      if (auto news = followed.lock()) woken.push_back(std::move(news));
    }
  }
  for (const auto& news : woken) news->notify();
}

void Feed::set_newest(const merchant::MarketId& market, Seq newest) {
  const std::lock_guard lock{mutex_};
  recent_[market].first = ledger::next(newest);
}

std::shared_ptr<http::News> Feed::follow(const Topic& topic) {
  return follow(topic.key());
}

// No topic has this key: a topic's has a slash.
std::shared_ptr<http::News> Feed::follow_market(const merchant::MarketId& market) {
  return follow(market.text());
}

std::shared_ptr<http::News> Feed::follow(const std::string& key) {
  const std::lock_guard lock{mutex_};
  if (followed_.size() >= sweep_at_) {
    std::erase_if(followed_, [](const auto& row) { return row.second.expired(); });
    sweep_at_ = std::max<std::size_t>(1'024, 2 * followed_.size());
  }
  auto& followed = followed_[key];
  auto news = followed.lock();
  if (!news) {
    news = std::make_shared<http::News>(threads_);
    followed = news;
  }
  return news;
}

Feed::Page Feed::after(const Topic& topic, Seq cursor) const {
  const std::lock_guard lock{mutex_};
  Page page;
  page.upto = cursor;
  const auto found = recent_.find(topic.market);
  if (found == recent_.end()) return page;
  const auto& recent = found->second;
  if (number(cursor) + 1 < number(recent.first)) {
    page.reaches_back = false;
    return page;
  }
  for (auto i = number(cursor) + 1 - number(recent.first); i < recent.entries.size(); ++i) {
    const auto& [entry, committed] = recent.entries[i];
    page.upto = entry.seq;
    if (entry.stall != topic.stall) continue;
    if (auto event = merchant::event_of(entry)) {
      page.events.push_back({std::move(*event), committed});
    }
  }
  return page;
}

Feed::Credits Feed::credits_after(const merchant::MarketId& market,
                                  const std::set<merchant::StallId>& stalls, Seq cursor) const {
  const std::lock_guard lock{mutex_};
  Credits credits{{}, cursor};
  const auto found = recent_.find(market);
  if (found == recent_.end()) return credits;
  const auto& recent = found->second;
  const auto first = std::max(number(cursor) + 1, number(recent.first));
  for (auto i = first - number(recent.first); i < recent.entries.size(); ++i) {
    if (credits.entries.size() == credits_max) break;
    const auto& entry = recent.entries[i].entry;
    credits.upto = entry.seq;
    if (entry.kind == ledger::Kind::credit && stalls.contains(entry.stall)) {
      credits.entries.push_back(entry);
    }
  }
  return credits;
}

Seq Feed::newest(const merchant::MarketId& market) const {
  const std::lock_guard lock{mutex_};
  const auto found = recent_.find(market);
  if (found == recent_.end()) return Seq{};
  return Seq{number(found->second.first) + found->second.entries.size() - 1};
}

}  // namespace chopay::api
