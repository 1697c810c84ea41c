#pragma once

#include <string>

#include "gateway/sandbox/web.hpp"
#include "ledger/log_source.hpp"

namespace chopay::app {

/// A market's log over HTTP: `<gateway>/log/<market>`. Waits at most 10 seconds for an answer of at
/// most 8 MiB. No answer and what may pass (429, 5xx) are Errc::log_away, others log_refused.
class LogClient final : public ledger::LogSource {
 public:
  /// `url` without a slash at its end; `key` is the API key, empty where no entries are read.
  LogClient(sandbox::Web web, std::string url, std::string key);

  /// The log's public key as the log itself says it: its text.
  ledger::Result<std::string> key();
  ledger::Result<std::string> checkpoint() override;
  ledger::Result<std::string> tile(const ledger::TilePath& path) override;
  ledger::Result<std::string> entries(ledger::Seq after, std::size_t limit) override;

 private:
  ledger::Result<std::string> get(const std::string& path);

  sandbox::Web web_;
  std::string url_;
  std::string key_;
};

}  // namespace chopay::app
