#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "gateway/api/services.hpp"

namespace chopay::app {

/// Names and values.
using VaultRows = std::vector<std::pair<std::string, std::string>>;

/// The names of those rows, of a vault's kept messages (bank::kept_prefix), that came in more than
/// `keep` before `now`. Rows that cannot be read are left: a person must look at them.
std::vector<std::string> outlived(const VaultRows& rows, ledger::Instant now,
                                  std::chrono::hours keep);

/// Those rows, of a vault's kept answers (api::answer_prefix), whose time is over or that nobody
/// can read.
VaultRows outlived_answers(VaultRows rows, ledger::Instant now);

/// Erases what is kept for a time once it is over: messages that were kept aside, which hold
/// payers, and answers of requests that may be sent again. Works on one loop; the services must
/// outlive the loops.
class KeptRetention {
 public:
  /// `keep`: of messages; 0: for ever.
  KeptRetention(api::Services& services, std::chrono::hours keep)
      : services_(services), keep_(keep) {}
  void start(net::Loop& loop) { loop.spawn(work(loop)); }

 private:
  net::Task<void> work(net::Loop& loop);
  net::Task<void> erase_messages(net::Loop& loop);
  net::Task<void> erase_answers(net::Loop& loop);

  api::Services& services_;
  std::chrono::hours keep_;
};

}  // namespace chopay::app
