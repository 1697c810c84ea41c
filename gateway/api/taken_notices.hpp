#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/services.hpp"

namespace chopay::api {

/// What became of the notices of one message.
struct Taken {
  bank::Outcome outcome = bank::Outcome::ignored;  ///< the one that matters most to the sender
  std::string entry_id = {};  ///< of the last entry that was named, "market:17"; or empty
  std::string keep_why = {};  ///< why the message must be kept aside; empty: it need not
};

/// Puts authentic notices of the source before the rules, each with the raw message as its
/// evidence; only what belongs to the markets of `only`, where it names some. With `other_money_by`
/// that person says that it is not what a statement told. Everything passed in must outlive the
/// coroutine.
net::Task<Taken> take_notices(Services& services, net::Loop& loop, const Feeder& feeder,
                              const std::vector<merchant::BankNotice>& notices,
                              std::string_view raw, const std::vector<merchant::MarketId>& only,
                              std::optional<std::string> other_money_by = std::nullopt);

}  // namespace chopay::api
