#pragma once

#include <optional>
#include <string>

#include "ledger/sqlite.hpp"

namespace chopay::ledger {

/// What is wrong with the file beside its entries: tables, triggers or the version are not those of
/// schema/sqlite.sql, or there are rows that belong to no log; nullopt when nothing is. Throws
/// StoreFailure where the file cannot be read.
std::optional<std::string> structure_damage(sqlite::Database& database);

}  // namespace chopay::ledger
