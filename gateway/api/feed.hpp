#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/http/live.hpp"
#include "merchant/event.hpp"

namespace chopay::api {

/// What one stream follows: a stall of a market.
struct Topic {
  merchant::MarketId market;
  merchant::StallId stall;

  std::string key() const { return market.text() + '/' + stall.text(); }
};

/// The newest entries of each market, and who waits for which stall. A stream is a cursor over the
/// log: it asks for what is behind its cursor and sleeps until its stall has news. The lane only
/// hands entries over; an event is made of one when a stream asks. Thread-safe.
class Feed {
 public:
  /// How many newest entries of a market are kept here; older ones are read from the store.
  static constexpr std::size_t entries_kept = 8'192;

  explicit Feed(net::IoThreads& threads) : threads_(threads) {}

  /// Takes durable entries, in order and right after their commit, and wakes the streams of their
  /// stalls.
  void add(std::vector<ledger::SealedEntry> entries);
  /// Where a market's log ends when nothing was added yet; for the start.
  void set_newest(const merchant::MarketId& market, ledger::Seq newest);

  /// Wakes every stream: what it shows may be otherwise without an entry.
  void wake_all();

  /// News of the topic, shared by all who follow it; keep it while following.
  std::shared_ptr<http::News> follow(const Topic& topic);

  /// News of every entry of the market, for who follows its whole log.
  std::shared_ptr<http::News> follow_market(const merchant::MarketId& market);

  using Moment = std::chrono::steady_clock::time_point;
  struct Fresh {
    merchant::Event event;
    Moment committed;  ///< when its entry was added here
  };
  struct Page {
    bool reaches_back = true;  ///< false: entries behind the cursor are no longer kept here
    std::vector<Fresh> events;
    ledger::Seq upto{};  ///< the new cursor
  };
  /// The events of the topic behind the cursor.
  Page after(const Topic& topic, ledger::Seq cursor) const;
  ledger::Seq newest(const merchant::MarketId& market) const;

  struct Credits {
    std::vector<ledger::Entry> entries;
    ledger::Seq upto{};  ///< the new cursor; behind the newest entry there is no more to ask for
  };
  /// Credits of these stalls behind the cursor that are still kept here, at most `credits_max`.
  Credits credits_after(const merchant::MarketId& market, const std::set<merchant::StallId>& stalls,
                        ledger::Seq cursor) const;
  static constexpr std::size_t credits_max = 256;

 private:
  struct Kept {
    ledger::Entry entry;
    Moment committed;
  };
  struct Recent {
    ledger::Seq first{1};  ///< seq of the first kept entry
    std::deque<Kept> entries;
  };
  void keep(ledger::Entry entry, Moment committed);
  std::shared_ptr<http::News> news_of(const std::string& key);
  std::shared_ptr<http::News> follow(const std::string& key);

  net::IoThreads& threads_;
  mutable std::mutex mutex_;
  std::map<merchant::MarketId, Recent> recent_;
  std::unordered_map<std::string, std::weak_ptr<http::News>> followed_;  ///< by topic, or market
  std::size_t sweep_at_ = 1'024;
};

}  // namespace chopay::api
