#include "gateway/api/sessions.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/access_keys.hpp"
#include "gateway/api/access_row.hpp"

namespace chopay::api {
namespace {

constexpr std::string_view session_prefix = "session/";
// In a row of its own, so that writing it late cannot bring back a session that has ended.
constexpr std::string_view session_seen_prefix = "session_seen/";

std::string under(std::string_view prefix, std::string_view hash) {
  return std::string{prefix}.append(hash);
}

ledger::VaultChange session_row(std::string_view hash, const Session& session) {
  return {under(session_prefix, hash),
          boost::json::serialize(
              boost::json::object{{"account", session.account},
                                  {"agent", session.agent},
                                  {"made_at", ledger::format_instant(session.made_at)},
                                  {"proved_at", ledger::format_instant(session.proved_at)}})};
}

void erase_rows(std::string_view hash, std::vector<ledger::VaultChange>& rows) {
  rows.push_back({under(session_prefix, hash), std::nullopt});
  rows.push_back({under(session_seen_prefix, hash), std::nullopt});
}

std::optional<Session> read_session(std::string_view text) {
  const auto row = read_row(text);
  if (!row) return std::nullopt;
  const auto proved_at = row_instant(*row, "proved_at");
  Session session{row_text(*row, "account"), row_text(*row, "agent"), row_instant(*row, "made_at"),
                  proved_at, proved_at};
  if (session.account.empty()) return std::nullopt;
  return session;
}

}  // namespace

bool is_over(const Session& session, const SessionLimits& limits, ledger::Instant now) {
  return now >= session.made_at + limits.absolute || now >= session.seen_at + limits.idle;
}

std::string csrf_token(std::string_view session_id) {
  return ledger::to_hex(ledger::sha256({"csrf\n", session_id}));
}

void Sessions::load(ledger::Reader& vault) {
  const std::lock_guard lock{mutex_};
  by_hash_.clear();
  for (const auto& [name, value] : vault.vault_list(session_prefix)) {
    if (auto session = read_session(value)) {
      by_hash_.emplace(name.substr(session_prefix.size()), Known{std::move(*session)});
    }
  }
  for (const auto& [name, value] : vault.vault_list(session_seen_prefix)) {
    const auto found = by_hash_.find(std::string_view{name}.substr(session_seen_prefix.size()));
    const auto seen = ledger::parse_instant(value);
    if (found == by_hash_.end() || !seen) continue;
    found->second.session.seen_at = std::max(found->second.session.seen_at, *seen);
  }
  for (auto& [hash, known] : by_hash_) known.written_seen = known.session.seen_at;
}

std::optional<Session> Sessions::find(std::string_view hash, ledger::Instant now) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end() || is_over(found->second.session, limits_, now)) return std::nullopt;
  auto& session = found->second.session;
  session.seen_at = std::max(session.seen_at, now);
  return session;
}

bool Sessions::has(std::string_view hash, ledger::Instant now) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_hash_.find(hash);
  return found != by_hash_.end() && !is_over(found->second.session, limits_, now);
}

std::vector<Sessions::View> Sessions::list(std::string_view account, ledger::Instant now) const {
  std::vector<View> views;
  {
    const std::lock_guard lock{mutex_};
    for (const auto& [hash, known] : by_hash_) {
      if (known.session.account == account && !is_over(known.session, limits_, now)) {
        views.push_back({hash, known.session});
      }
    }
  }
  std::ranges::stable_sort(views, std::ranges::greater{},
                           [](const View& view) { return view.session.made_at; });
  return views;
}

Sessions::Opened Sessions::open(const Session& session, ledger::Random& random) {
  Opened opened{new_session_id(random), {}};
  auto hash = key_hash(opened.id);
  opened.rows.push_back(session_row(hash, session));
  const std::lock_guard lock{mutex_};
  std::size_t of_account = 0;
  auto oldest = by_hash_.end();
  for (auto one = by_hash_.begin(); one != by_hash_.end(); ++one) {
    const auto& known = one->second.session;
    if (known.account != session.account) continue;
    ++of_account;
    if (oldest == by_hash_.end() || known.seen_at < oldest->second.session.seen_at) oldest = one;
  }
  if (oldest != by_hash_.end() && of_account >= of_account_max) forget(oldest, opened.rows);
  by_hash_.emplace(std::move(hash), Known{session, session.made_at});
  return opened;
}

void Sessions::forget(ByHash::iterator one, std::vector<ledger::VaultChange>& rows) {
  erase_rows(one->first, rows);
  ended_.insert(one->first);
  by_hash_.erase(one);
}

std::vector<ledger::VaultChange> Sessions::unwritten() const {
  std::vector<ledger::VaultChange> rows;
  const std::lock_guard lock{mutex_};
  for (const auto& hash : ended_) erase_rows(hash, rows);
  return rows;
}

void Sessions::erased(std::string_view row_name) {
  if (!row_name.starts_with(session_prefix)) return;
  const std::lock_guard lock{mutex_};
  const auto found = ended_.find(row_name.substr(session_prefix.size()));
  if (found != ended_.end()) ended_.erase(found);
}

std::optional<people::CodeSecret> Sessions::offered_secret(std::string_view hash,
                                                           ledger::Random& random) {
  const std::lock_guard lock{mutex_};
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) return std::nullopt;
  auto& offered = found->second.offered;
  if (!offered) offered = people::new_code_secret(random);
  return offered;
}

std::vector<ledger::VaultChange> Sessions::end(std::string_view hash) {
  std::vector<ledger::VaultChange> rows;
  const std::lock_guard lock{mutex_};
  if (const auto found = by_hash_.find(hash); found != by_hash_.end()) forget(found, rows);
  return rows;
}

std::vector<ledger::VaultChange> Sessions::end_all(std::string_view account) {
  std::vector<ledger::VaultChange> rows;
  const std::lock_guard lock{mutex_};
  for (auto one = by_hash_.begin(); one != by_hash_.end();) {
    const auto here = one++;
    if (here->second.session.account == account) forget(here, rows);
  }
  return rows;
}

std::vector<ledger::VaultChange> Sessions::due(ledger::Instant now) {
  std::vector<ledger::VaultChange> rows;
  const std::lock_guard lock{mutex_};
  for (auto one = by_hash_.begin(); one != by_hash_.end();) {
    const auto here = one++;
    auto& known = here->second;
    if (is_over(known.session, limits_, now)) {
      forget(here, rows);
    } else if (known.session.seen_at > known.written_seen) {
      known.written_seen = known.session.seen_at;
      rows.push_back(
          {under(session_seen_prefix, here->first), ledger::format_instant(known.session.seen_at)});
    }
  }
  return rows;
}

}  // namespace chopay::api
