#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ledger/lead_terms.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// The file of a data folder that names the PostgreSQL database in which its ledger is; where there
/// is none, the ledger is the folder's own ledger.db.
inline constexpr const char* store_file_name = "store.url";

/// The database that the folder's file names. Throws StoreFailure where the file cannot be read or
/// holds no such address.
std::optional<std::string> postgres_url_of(const std::string& directory);
/// Writes the file, durably, for its owner alone. Throws StoreFailure where the address cannot be
/// one (see postgres::check_url) or the file cannot be written.
void set_postgres_url(const std::string& directory, const std::string& url);

/// True where the folder has a ledger: its own file, or the name of a database.
bool has_ledger(const std::string& directory);
/// Opens the folder's ledger for its writer; one in the folder itself is made where there is none.
/// Throws StoreFailure, as the stores do, and where another gateway adds to the database.
std::unique_ptr<Store> open_store(const std::string& directory);
/// The same for one of several gateways: it may add to a database only once try_to_lead() is true.
/// `address`: how the others reach it then. `terms`: see LeadTerms; a folder's own ledger has none.
std::unique_ptr<Store> open_shared_store(
    const std::string& directory, const std::string& address,
    std::shared_ptr<LeadTerms> terms = std::make_shared<LeadTerms>());
/// Opens the folder's ledger for reading only, without a time limit. Throws StoreFailure.
std::unique_ptr<Reader> open_reader(const std::string& directory);

}  // namespace chopay::ledger
