#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/access.hpp"
#include "gateway/api/accounts.hpp"
#include "gateway/api/device_pins.hpp"
#include "gateway/api/push_subscriptions.hpp"
#include "gateway/api/sessions.hpp"
#include "ledger/crypto.hpp"

namespace chopay::api {

/// 32 random bytes as "ck_" and 43 characters: a key is shown once and stored as its SHA-256.
std::string new_key(ledger::Random& random);
/// The same for a session: "cs_" and 43 characters.
std::string new_session_id(ledger::Random& random);
/// The same for the address of a document: "dl_" and 43 characters.
std::string new_link_token(ledger::Random& random);
/// The vault row that lets `key` in.
ledger::VaultChange key_row(std::string_view key, const Access& access);
/// The vault rows of a key's hash and of all that hangs on it, gone.
std::vector<ledger::VaultChange> key_erasure(std::string_view hash);
/// SHA-256 of a key in hexadecimal digits.
std::string key_hash(std::string_view key);
/// How a key is named to people: the beginning of its hash, which says nothing of the key.
std::string key_id(std::string_view hash);

/// A key as it may be shown.
struct KeyView {
  std::string hash;
  Access access;
  std::optional<ledger::Instant> used_at;  ///< of the last use; after a crash up to an hour behind
};

/// By what the vault knows who is asking: keys, by hash, with the PINs that lock them, and accounts
/// with their sessions. Safe from any thread.
class AccessKeys {
 public:
  /// Remembers by the clock when a key was used; it must outlive the keys.
  explicit AccessKeys(const ledger::Clock& clock) : clock_(clock) {}

  /// Takes what the vault has instead of what was there. Rows that cannot be read open nothing.
  void load(ledger::Reader& vault);
  /// What the key opens, and notes that it was used.
  std::optional<Access> find(std::string_view key) const;
  /// What the session of that id opens, and notes that it was used.
  std::optional<Access> find_session(std::string_view id) const;
  /// True while the device of that key waits for its PIN: it is to open nothing.
  bool is_locked(const Access& access) const;
  /// True while the device of that key must choose a PIN first: it is to open nothing but that.
  bool needs_pin(const Access& access) const { return needs_pin(access, access.key); }
  /// True unless the person must first say again who they are: by password and code for a session,
  /// by the PIN for a device that has one. Both count for proof_lifetime.
  bool is_proved(const Access& access) const;
  /// Somebody does something with the device of that key.
  void note_use(const Access& access) const;
  /// True while the key or the session of that hash opens anything.
  bool has(std::string_view hash) const;
  /// The keys of a market, the newest first.
  std::vector<KeyView> list(const merchant::MarketId& market) const;

  /// When keys were last used, to be written now and then: of each key at most once in `apart`, of
  /// at most `rows_max` keys at a time, so that a whole market that opens at once makes no large
  /// write of it.
  std::vector<ledger::VaultChange> uses_due(std::chrono::milliseconds apart, std::size_t rows_max);

  /// Rows that the vault must lose, whatever hindered it before: of sessions and accounts that have
  /// ended, and of what hung on a key that was gone when the vault was loaded.
  std::vector<ledger::VaultChange> unwritten() const;
  /// The vault has the row of that name no more.
  void erased(std::string_view row_name);

  // REQUIRES: the vault has the same change already.
  void add(std::string_view hash, const Access& access);
  void remove(std::string_view hash);  ///< with all that hangs on it

  Accounts accounts;
  Sessions sessions;
  DevicePins pins;
  PushSubscriptions pushes;

 private:
  struct Known {
    explicit Known(Access access_) : access(std::move(access_)) {}
    Access access;
    mutable std::atomic<std::int64_t> used_ms{0};  ///< 0: never
    std::int64_t written_ms = 0;                   ///< what the vault has of it
  };
  bool needs_pin(const Access& access, std::string_view hash) const;
  void load_uses(ledger::Reader& vault);
  const ledger::Clock& clock_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, Known, std::less<>> by_hash_;
  std::set<std::string, std::less<>> orphans_;  ///< names of rows of keys that are gone
};

}  // namespace chopay::api
