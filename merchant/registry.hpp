#pragma once

#include <compare>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/ids.hpp"
#include "merchant/reference_code.hpp"

namespace chopay::merchant {

using ledger::MarketId;
using ledger::StallId;

/// A bank account that receives a stall's money: never ours, always the household's own.
struct PayeeAccount {
  std::string bank;    ///< BIN, six digits
  std::string number;  ///< [A-Za-z0-9]{1,19}, upper case where it has letters
  friend auto operator<=>(const PayeeAccount&, const PayeeAccount&) = default;
};

/// The last four characters behind dots: how accounts are shown outside of the code itself.
std::string masked(const PayeeAccount& account);

/// A BIN of six digits and 1 to 19 letters and digits.
bool is_payee_account(const PayeeAccount& account);
/// One line of text of at most so many bytes, without control characters.
bool is_line(std::string_view text, std::size_t bytes_max);
inline constexpr std::size_t name_bytes_max = 200;
/// A line of 1 to 200 bytes.
bool is_name(std::string_view text);

/// Accounts of one stall besides its first.
inline constexpr std::size_t further_accounts_max = 8;
/// 100,000 m²: a whole market hall.
inline constexpr std::int64_t area_dm2_max = 10'000'000;
/// Digits of a tax code: 10, with a branch 10-3 or 13, or the 12 of a person's number, which is a
/// household's tax code since 07/2025.
bool is_tax_code(std::string_view text);
/// 10 or 11 digits of which the first is 0.
bool is_phone(std::string_view text);

/// An account with its holder as the bank writes it.
struct HeldAccount {
  PayeeAccount account;
  std::string holder;
  friend bool operator==(const HeldAccount&, const HeldAccount&) = default;
};

/// What a household need not let everybody read: beside the entry, where it can be erased.
struct HouseholdDetails {
  std::string tax_code;  ///< empty: not told
  std::string phone;     ///< the same
  friend bool operator==(const HouseholdDetails&, const HouseholdDetails&) = default;
};

struct Zone {
  std::string id;    ///< short, [A-Za-z0-9._-]{1,16}
  std::string name;  ///< "Khu hải sản"
};

struct Stall {
  StallId id;
  std::string zone;       ///< id of its zone
  std::string name;       ///< what the stall calls itself
  std::string trade;      ///< trade group, free text
  std::string household;  ///< registered name of the household
  PayeeAccount account;
  std::string holder;  ///< holder of the account as the bank writes it
  ReferenceCode memo;  ///< the stall's own code: in the transfer text of its static code
  int issue = 1;       ///< number of its sticker; one more with each change of the account
  std::vector<PayeeAccount> former = {};  ///< accounts that it had before
  std::vector<HeldAccount> further = {};  ///< accounts that it has besides `account`
  std::int64_t area_dm2 = 0;              ///< hundredths of a square metre; 0: not told
  ledger::Instant consented_at{};         ///< when its household last let the board see; 0: never
  /// When it last took that back; 0: not since. consented_at stays: taken back is not never given.
  ledger::Instant consent_withdrawn_at{};
  /// Since when that consent has been for the household's own cash too (consent.hpp); 0: it is not.
  ledger::Instant cash_consented_at{};
  ledger::Seq details_at{};  ///< the entry beside which its details lie

  /// True where its household lets the board see the stall's own figures.
  bool consents() const {
    return consented_at != ledger::Instant{} && consent_withdrawn_at == ledger::Instant{};
  }
  /// True where its household lets its cash count in a share of at least five stalls.
  bool shares_cash() const { return consents() && cash_consented_at != ledger::Instant{}; }
  /// True for an account that receives its money now.
  bool receives(const PayeeAccount& other) const;
  /// True for the account that it has or had.
  bool has_had(const PayeeAccount& other) const;
};

/// A market with its zones and stalls, as it stands after some entry. Immutable once shared.
struct Registry {
  MarketId market;
  std::string name;
  std::string province;
  bool sandbox = false;       ///< play money: only sandbox sources may write to it
  std::string managing_body;  ///< "Ban quản lý chợ Hạ Long I"; may be empty
  HeldAccount board_account;  ///< of the board, for its charges; empty: not told
  ledger::Seq contact_at{};   ///< the entry beside which the board's contact lies
  std::vector<Zone> zones;
  std::map<StallId, Stall> stalls;
  std::map<PayeeAccount, std::vector<StallId>> stalls_by_account;

  /// Moves the stall to another account; its stickers are then outdated. REQUIRES: it exists.
  void change_payee(const StallId& id, const PayeeAccount& account, const std::string& holder);

  const Stall* stall(const StallId& id) const;
  /// The zone's stalls in the order of their numbers: A2 before A12. Valid as long as this.
  std::vector<const Stall*> stalls_of(const std::string& zone) const;
  const Zone* zone(const std::string& id) const;
};

}  // namespace chopay::merchant
