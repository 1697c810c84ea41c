#pragma once

namespace chopay::ledger::sqlite {

/// The name of a file system for SQLite that gathers what is written to a WAL, two writes for each
/// page, into one write before each sync. It lies over the default one of the moment and hands all
/// else through. What is gathered is as durable as before: nothing, until the sync, which writes
/// it first. Other connections see a WAL's pages only after that sync, so REQUIRES
/// synchronous=FULL. Throws StoreFailure when SQLite refuses it. Thread-safe.
const char* gathering_file_system();

}  // namespace chopay::ledger::sqlite
