#include "gateway/api/source_contacts.hpp"

namespace chopay::api {

void SourceContacts::heard(const std::string& source, ledger::Instant now) {
  const std::lock_guard lock{mutex_};
  last_[source] = now;
}

std::optional<ledger::Instant> SourceContacts::last(const std::string& source) const {
  const std::lock_guard lock{mutex_};
  const auto found = last_.find(source);
  return found == last_.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace chopay::api
