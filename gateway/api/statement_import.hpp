#pragma once

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "gateway/api/services.hpp"
#include "gateway/api/worker_pool.hpp"
#include "merchant/statement/comparison_json.hpp"
#include "merchant/statement/imported.hpp"
#include "merchant/statement/read.hpp"

namespace chopay::api {

/// A statement on its way: what it says, of which account of the market, and what the ledger has.
struct StatementCheck {
  merchant::statement::Statement statement;
  merchant::statement::Imported heading;
  std::vector<merchant::statement::Booking> bookings;
  merchant::statement::Comparison comparison;
  std::string kept_lines;  ///< what is kept of them beside the entry
  std::map<std::size_t, merchant::statement::Posted> posted;  ///< by line, of those that were
};

/// The account of the market that the statement is of. unknown_account; consent_needed where
/// `board` asks for an account of which a household has not agreed: what matches would tell its
/// sales.
merchant::Result<merchant::PayeeAccount> statement_account(
    const merchant::Registry& registry, const merchant::statement::Statement& statement,
    bool board);
/// Posts what only the statement has, each as a credit of its own, a few at a time through the
/// lane, then notes that it was imported. What failed half-way is finished by the same file again.
/// REQUIRES to be awaited on the thread of `loop`.
net::Task<LaneState> import_statement(Services& services, net::Loop& loop,
                                      const merchant::MarketId& market, bool sandbox,
                                      StatementCheck& check);

}  // namespace chopay::api
