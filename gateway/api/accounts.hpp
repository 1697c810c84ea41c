#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/access.hpp"
#include "gateway/people/one_time_code.hpp"

namespace chopay::api {

/// Somebody who signs in with a name, a password and a code.
struct Account {
  std::string name;      ///< people::is_sign_in_name; one a server
  Access access;         ///< what it opens; the name in it is what people call them
  std::string password;  ///< its argon2id hash
  people::CodeSecret secret{};
  std::uint64_t last_step = 0;  ///< of the newest code that was accepted
};

/// How an account is named where its name must not stand: as who did something in the log.
std::string account_hash(std::string_view name);

/// The accounts of the vault, by sign-in name. Safe from any thread.
class Accounts {
 public:
  static constexpr std::size_t of_market_max = 200;

  /// An account that was taken up, as the vault is to have it.
  struct Added {
    std::vector<ledger::VaultChange> rows;
    bool is_first = false;  ///< it is the market's first manager's
  };

  /// Takes what the vault has instead of what was there. Rows that cannot be read open nothing.
  /// Where it was not kept yet who a market's first manager is, it is the eldest of those of the
  /// board who were let in by nobody of it; unwritten() gives the row that says so.
  void load(ledger::Reader& vault);
  std::optional<Account> find(std::string_view name) const;
  /// Those of a market, by name.
  std::vector<Account> list(const merchant::MarketId& market) const;

  /// True once a market's first manager has come in: there is no second one, whoever is put out.
  bool has_first(const merchant::MarketId& market) const;

  /// True where anybody signs in for the market's board.
  bool has_board(const merchant::MarketId& market) const;

  /// Takes up an account and gives its rows; nothing where the name is taken or the market has as
  /// many as there may be. Of several who are vouched for as the first manager, one is. If the rows
  /// are not kept: give_up().
  std::optional<Added> add(Account account);
  /// What add() has taken up came to nothing.
  void give_up(const Account& account, const Added& added);
  /// Opens nothing any more. Until erased() has told that its erasure() is kept, unwritten() gives
  /// that too.
  void remove(std::string_view name);
  /// The erasures of accounts that are gone and may still lie in the vault, and the rows of first
  /// managers of before.
  std::vector<ledger::VaultChange> unwritten() const;
  /// The vault has the row of that name no more.
  void erased(std::string_view row_name);
  /// The vault has the row of that name.
  void written(std::string_view row_name);
  /// The row of an account that is gone.
  static ledger::VaultChange erasure(std::string_view name);
  /// Notes that the code of that step was accepted and gives the row that keeps it. Nothing where a
  /// newer one or the same was: of two who come with one code, one is let in. Nothing either where
  /// the password is no longer the one that was judged, by its hash.
  std::optional<ledger::VaultChange> accept(std::string_view name, std::uint64_t step,
                                            std::string_view judged_password);
  /// Another password, by its hash; gives the row that keeps it. Nothing for an account that is
  /// gone.
  std::optional<ledger::VaultChange> set_password(std::string_view name, std::string hash);
  /// Another app's secret, whose code of that step was given; codes of the one before open nothing
  /// any more. Gives the row that keeps it; nothing for an account that is gone.
  std::optional<ledger::VaultChange> set_secret(std::string_view name,
                                                const people::CodeSecret& secret,
                                                std::uint64_t step);

 private:
  void find_first_of_before();
  mutable std::mutex mutex_;
  std::map<std::string, Account, std::less<>> by_name_;
  std::set<std::string, std::less<>> removed_;  ///< names that are perhaps in the vault
  /// The account_hash() of each market's first manager, who may be gone.
  std::map<merchant::MarketId, std::string> first_of_;
  std::set<merchant::MarketId> first_unwritten_;  ///< whose row the vault perhaps lacks
};

}  // namespace chopay::api
