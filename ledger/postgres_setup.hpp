#pragma once

#include <string>
#include <vector>

#include "ledger/postgres_reader.hpp"

namespace chopay::ledger {

/// The version of the ledger's tables that this program knows: how many schema/postgres_N.sql
/// there are.
inline constexpr int postgres_version = 3;

/// What create_postgres_ledger() has done.
struct PostgresSetup {
  int from = 0;  ///< version that it found; 0: none
  int to = 0;
};

/// Makes the ledger's roles (chopay_owner, chopay_writer, chopay_reader, none of which can sign in)
/// and its tables, or brings those of an older version up to this one; each version in one
/// transaction, forward only. Then makes `gateway_user` a member of chopay_writer, and the user
/// itself, without a password, where there is none; empty: nobody. `url`: as a user who may create
/// roles, and schemas in this database. Throws StoreFailure.
PostgresSetup create_postgres_ledger(const std::string& url, const std::string& gateway_user);

/// Divides the tables of a ledger among the nodes of a Citus cluster, by market; what is divided
/// already stays. `url`: of the coordinator, as a user who may create extensions. Throws
/// StoreFailure.
void divide_by_citus(const std::string& url);

/// Whether the database has a ledger that this program can write as the URL's user. Throws
/// StoreFailure with what to do.
void require_postgres_ledger(const std::string& url);
/// What a writer needs: the version, a server that keeps what it says, and a user who cannot change
/// what is only added to. Throws StoreFailure with what to do.
void check_postgres_ledger(PostgresReader& reader);

}  // namespace chopay::ledger
