#include "gateway/app/log_key.hpp"

#include <unistd.h>

#include "config/settings.hpp"

namespace chopay::app {

bool has_signed(ledger::Reader& reader) {
  for (const auto& head : reader.heads()) {
    if (reader.checkpoint(head.market)) return true;
  }
  return false;
}

namespace {

/// Whether nobody can know the key: it has the name that a gateway without a public address gives,
/// and has signed nothing.
bool is_unused(ledger::Reader& reader, const ledger::LogKey& key, const std::string& host) {
  const auto made_for = key.identity().host;
  return made_for != host && made_for == config::Settings{}.log_host && !has_signed(reader);
}

}  // namespace

ledger::LogKey open_log_key(ledger::Reader& reader, const std::string& folder,
                            const std::string& host, ledger::Random& random) {
  if (auto key = ledger::load_log_key(folder)) {
    if (!is_unused(reader, *key, host)) return std::move(*key);
    ::unlink((folder + "/log.key").c_str());
  }
  if (has_signed(reader)) {
    throw ledger::StoreFailure(folder +
                               "/log.key is gone though it has signed this ledger: bring it back "
                               "from its offline copy; another key would begin a second log");
  }
  return ledger::load_or_create_log_key(folder, host, random);
}

}  // namespace chopay::app
