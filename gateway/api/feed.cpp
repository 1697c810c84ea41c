#include "gateway/api/feed.hpp"

#include <algorithm>
#include <utility>

namespace chopay::api {

using ledger::number;
using ledger::Seq;
using merchant::Event;

bool Topic::covers(const Event& event) const {
  if (event.market != market) return false;
  return request.empty() ? event.stall == stall : event.request == request;
}

std::string Topic::key() const {
  return request.empty() ? market.text() + '/' + stall.text() : request;
}

void Feed::add(std::span<const ledger::SealedEntry> entries) {
  std::vector<std::shared_ptr<http::News>> woken;
  {
    const std::lock_guard lock{mutex_};
    for (const auto& sealed : entries) {
      auto event = merchant::event_of(sealed.entry);
      auto& recent = recent_[sealed.entry.market];
      if (recent.events.empty()) recent.first = sealed.entry.seq;
      recent.events.push_back(event ? std::make_shared<const Event>(std::move(*event)) : nullptr);
      if (recent.events.size() > entries_kept) {
        recent.events.pop_front();
        recent.first = ledger::next(recent.first);
      }
      if (const auto& added = recent.events.back()) {
        collect({added->market, added->stall, {}}, woken);
        if (!added->request.empty()) collect({added->market, {}, added->request}, woken);
      }
    }
  }
  for (const auto& news : woken) news->notify();
}

void Feed::collect(const Topic& topic, std::vector<std::shared_ptr<http::News>>& woken) {
  const auto followed = followed_.find(topic.key());
  if (followed == followed_.end()) return;
  if (auto news = followed->second.lock()) {
    woken.push_back(std::move(news));
  } else {
    followed_.erase(followed);
  }
}

void Feed::set_newest(const merchant::MarketId& market, Seq newest) {
  const std::lock_guard lock{mutex_};
  recent_[market].first = ledger::next(newest);
}

std::shared_ptr<http::News> Feed::follow(const Topic& topic) {
  const std::lock_guard lock{mutex_};
  if (followed_.size() >= sweep_at_) {
    std::erase_if(followed_, [](const auto& row) { return row.second.expired(); });
    sweep_at_ = std::max<std::size_t>(1'024, 2 * followed_.size());
  }
  auto& followed = followed_[topic.key()];
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
  for (auto i = number(cursor) + 1 - number(recent.first); i < recent.events.size(); ++i) {
    const auto& event = recent.events[i];
    if (event && topic.covers(*event)) page.events.push_back(event);
    page.upto = Seq{number(recent.first) + i};
  }
  return page;
}

Seq Feed::newest(const merchant::MarketId& market) const {
  const std::lock_guard lock{mutex_};
  const auto found = recent_.find(market);
  if (found == recent_.end()) return Seq{};
  return Seq{number(found->second.first) + found->second.events.size() - 1};
}

}  // namespace chopay::api
