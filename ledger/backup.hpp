#pragma once

#include <string>

#include "ledger/result.hpp"
#include "ledger/verify.hpp"

namespace chopay::ledger {

/// Copies the ledger of the folder `from` as it stands at one commit into the folder `to`, also
/// while a server appends to it: the server is not asked and does not wait. The copy gets its name
/// only when it is on the disk and has been verified, so a ledger.db in `to` is a good one. The
/// same way back restores it. Entries, private parts and the vault are copied; locks and what is
/// kept elsewhere (the head guard) are not.
///
/// Errc::already_there where `to` holds a ledger; the damage where the copy does not verify, and
/// then nothing is left. Throws StoreFailure when a disk fails.
Result<VerifyReport> copy_ledger(const std::string& from, const std::string& to);

}  // namespace chopay::ledger
