#include "gateway/cli/frozen_ledger.hpp"

#include <filesystem>

#include "ledger/sqlite_store.hpp"

namespace chopay::cli {

Result<void> with_frozen_ledger(const std::string& data,
                                const std::function<void(ledger::Reader&)>& use) {
  const std::string path = (std::filesystem::path(data) / "ledger.db").string();
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return Error{Errc::no_ledger, data};
  const auto reader = ledger::open_sqlite_reader(data);
  const ledger::FrozenView view{*reader};
  use(*reader);
  return {};
}

}  // namespace chopay::cli
