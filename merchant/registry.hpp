#pragma once

#include <compare>
#include <map>
#include <string>
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

  const Stall* stall(const StallId& id) const;
  const Zone* zone(const std::string& id) const;
};

}  // namespace chopay::merchant
