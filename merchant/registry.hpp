#pragma once

#include <compare>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

  /// True for the account that it has or had.
  bool has_had(const PayeeAccount& other) const;
};

/// A market with its zones and stalls, as it stands after some entry. Immutable once shared.
struct Registry {
  MarketId market;
  std::string name;
  std::string province;
  bool sandbox = false;  ///< play money: only sandbox sources may write to it
  std::vector<Zone> zones;
  std::map<StallId, Stall> stalls;
  std::map<PayeeAccount, std::vector<StallId>> stalls_by_account;

  /// Moves the stall to another account; its stickers are then outdated. REQUIRES: it exists.
  void change_payee(const StallId& id, const PayeeAccount& account, const std::string& holder);

  const Stall* stall(const StallId& id) const;
  const Zone* zone(const std::string& id) const;
};

}  // namespace chopay::merchant
