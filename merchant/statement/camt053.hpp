#pragma once

#include <string_view>

#include "merchant/statement/statement.hpp"

namespace chopay::merchant::statement {

/// Reads an ISO 20022 camt.053 (BankToCustomerStatement, any version with the structure of
/// .001.08): one account, booked entries (Sts BOOK) in đồng. The reference is AcctSvcrRef, never
/// EndToEndId; an entry of several transactions gives one line each, "<ref>/<n>" where it has no
/// reference of its own, as camt.054 notices do. What the statement says of balances, counts and
/// sums must be what its entries come to. bad_xml, bad_statement.
Result<Statement> read_camt053(std::string_view xml);

}  // namespace chopay::merchant::statement
