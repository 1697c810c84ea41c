#include "gateway/api/source_contacts.hpp"

namespace chopay::api {

void SourceContacts::heard(const std::string& source, ledger::Instant now) {
  const auto row = rows_.find(source);
  if (row == rows_.end()) return;
  row->second = now.time_since_epoch().count();
}

std::optional<ledger::Instant> SourceContacts::last(const std::string& source) const {
  const auto row = rows_.find(source);
  if (row == rows_.end() || row->second == 0) return std::nullopt;
  return ledger::Instant{std::chrono::milliseconds{row->second.load()}};
}

}  // namespace chopay::api
