#pragma once

#include <string>

#include "gateway/api/services.hpp"
#include "gateway/bank/secrets.hpp"
#include "gateway/bank/transaction_list.hpp"
#include "gateway/net/http_client.hpp"

namespace chopay::outbound {

struct PollSettings {
  std::string source;  ///< id of the source whose missed notices are looked for
  const bank::TransactionList* list = nullptr;
  std::string url;
  bank::Secret token;
  std::chrono::minutes every{5};
  int calls_per_minute = 20;   ///< of its pages; SePay allows 3 a second
  bool allow_private = false;  ///< also an address that is not public, and without TLS
};

/// How far back each look goes beyond the last good one: what was booked late is still seen.
inline constexpr std::chrono::minutes poll_overlap{30};
/// How far back the first look after a start goes.
inline constexpr std::chrono::hours poll_first{24};

/// How long to wait after so many failures in a row (≥ 1): 30 s, doubled each time, half an hour at
/// most; where the server said how long, that, an hour at most.
std::chrono::seconds poll_wait(std::size_t failures, std::optional<std::uint64_t> retry_after_s);

/// Reads an aggregator's list every few minutes and posts what no callback brought; what one did
/// bring has the same key and is left alone. Works on one loop; all passed in must outlive the
/// loops.
class Poller {
 public:
  Poller(api::Services& services, net::HttpClient& client, PollSettings settings)
      : services_(services), client_(client), settings_(std::move(settings)) {}
  void start(net::Loop& loop) { loop.spawn(work(loop)); }

 private:
  /// What came of one look: how long to wait before the next.
  net::Task<std::chrono::seconds> look(net::Loop& loop);
  net::Task<void> work(net::Loop& loop);
  net::Task<ledger::Result<bank::ListPage>> fetch(net::Loop& loop, bank::ListWindow window);
  void tell();
  net::Task<bool> post(net::Loop& loop, const bank::ListPage& page);
  std::chrono::seconds failed(const std::string& why);

  api::Services& services_;
  net::HttpClient& client_;
  PollSettings settings_;
  ledger::Instant good_until_{};  ///< everything up to then was read
  std::size_t failures_ = 0;      ///< in a row
  std::optional<std::uint64_t> retry_after_s_;
  std::size_t found_ = 0;     ///< in this look, what no callback had brought
  std::size_t unusable_ = 0;  ///< in this look, rows that cannot be posted
  std::size_t told_ = 0;      ///< what of unusable_ was told last
};

}  // namespace chopay::outbound
