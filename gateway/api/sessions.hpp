#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/people/one_time_code.hpp"
#include "ledger/clock.hpp"
#include "ledger/crypto.hpp"
#include "ledger/store.hpp"

namespace chopay::api {

/// Somebody who has signed in and not out again.
struct Session {
  std::string account;          ///< sign-in name
  std::string agent;            ///< what their browser calls itself, to know it by; ≤ 120 bytes
  ledger::Instant made_at{};    ///< of the sign-in
  ledger::Instant proved_at{};  ///< when password and code were last given
  ledger::Instant seen_at{};    ///< of the last request
};

struct SessionLimits {
  std::chrono::seconds idle{30 * 60};           ///< without a request
  std::chrono::seconds absolute{12 * 60 * 60};  ///< whatever happens
};

/// True for a session that is over at that time.
bool is_over(const Session& session, const SessionLimits& limits, ledger::Instant now);

/// What a form or a script sends back with a session's unsafe requests: only a page of ours has
/// read it. Says nothing of the id.
std::string csrf_token(std::string_view session_id);

/// The sessions of the vault, by the SHA-256 of their ids: 256 random bits that only the browser's
/// cookie has. Safe from any thread.
class Sessions {
 public:
  static constexpr std::size_t of_account_max = 20;

  struct View {
    std::string hash;
    Session session;
  };
  /// A new session: the id for the cookie, and the rows that make it last.
  struct Opened {
    std::string id;
    std::vector<ledger::VaultChange> rows;
  };

  /// Before the first request.
  void set_limits(SessionLimits limits) { limits_ = limits; }
  const SessionLimits& limits() const { return limits_; }

  /// Takes what the vault has instead of what was there.
  void load(ledger::Reader& vault);
  /// The session of that hash, and notes that it was used; nothing where it is over.
  std::optional<Session> find(std::string_view hash, ledger::Instant now) const;
  bool has(std::string_view hash, ledger::Instant now) const;
  /// Those of an account, the newest first.
  std::vector<View> list(std::string_view account, ledger::Instant now) const;

  /// Opens one; the oldest of an account that has too many ends. The rows are to be kept, or the
  /// session to be ended again.
  Opened open(const Session& session, ledger::Random& random);
  /// The secret for another authenticator app that this session is shown: the same until it ends or
  /// the server does. Nothing for a session that is not there.
  std::optional<people::CodeSecret> offered_secret(std::string_view hash, ledger::Random& random);
  /// Ends a session and gives the rows that keep it so. Until erased() has told that they are kept,
  /// unwritten() gives them too.
  std::vector<ledger::VaultChange> end(std::string_view hash);
  /// All of an account.
  std::vector<ledger::VaultChange> end_all(std::string_view account);
  /// What is to be written now and then: when sessions were last used, and which are over.
  std::vector<ledger::VaultChange> due(ledger::Instant now);
  /// The rows of sessions that have ended and may still lie in the vault: the next start would
  /// bring them back.
  std::vector<ledger::VaultChange> unwritten() const;
  /// The vault has the row of that name no more.
  void erased(std::string_view row_name);

 private:
  struct Known {
    Session session;
    mutable ledger::Instant written_seen{};
    std::optional<people::CodeSecret> offered = {};
  };
  using ByHash = std::map<std::string, Known, std::less<>>;
  void forget(ByHash::iterator one, std::vector<ledger::VaultChange>& rows);

  SessionLimits limits_;
  mutable std::mutex mutex_;
  mutable ByHash by_hash_;
  std::set<std::string, std::less<>> ended_;  ///< hashes that are perhaps in the vault
};

}  // namespace chopay::api
