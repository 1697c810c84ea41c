#include "gateway/cli/frozen_ledger.hpp"

#include "ledger/open_store.hpp"

namespace chopay::cli {

Result<void> with_frozen_ledger(const std::string& data,
                                const std::function<void(ledger::Reader&)>& use) {
  if (!ledger::has_ledger(data)) return Error{Errc::no_ledger, data};
  const auto reader = ledger::open_reader(data);
  const ledger::FrozenView view{*reader};
  use(*reader);
  return {};
}

}  // namespace chopay::cli
