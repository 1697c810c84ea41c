#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "gateway/api/services.hpp"

namespace chopay::app {

/// The names of those rows, of a vault's kept messages (bank::kept_prefix), that came in more than
/// `keep` before `now`. Rows that cannot be read are left: a person must look at them.
std::vector<std::string> outlived(const std::vector<std::pair<std::string, std::string>>& rows,
                                  ledger::Instant now, std::chrono::hours keep);

/// The names of those rows, of a vault's kept answers (api::answer_prefix), whose time is over.
std::vector<std::string> outlived_answers(
    const std::vector<std::pair<std::string, std::string>>& rows, ledger::Instant now);

/// Erases what is kept for a time once it is over: messages that were kept aside, which hold
/// payers, and answers of requests that may be sent again. Works on one loop; the services must
/// outlive the loops.
class KeptRetention {
 public:
  KeptRetention(api::Services& services, std::chrono::hours keep)
      : services_(services), keep_(keep) {}
  void start(net::Loop& loop) { loop.spawn(work(loop)); }

 private:
  net::Task<void> work(net::Loop& loop);
  net::Task<void> erase_outlived(net::Loop& loop);

  api::Services& services_;
  std::chrono::hours keep_;
};

}  // namespace chopay::app
