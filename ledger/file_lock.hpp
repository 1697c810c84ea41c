#pragma once

#include <string>

namespace chopay::ledger {

/// Holds a lock file for the life of the object, so that a second process cannot write the same
/// ledger. The system frees the lock when the process ends, however it ends.
class FileLock {
 public:
  /// Creates the file (mode 0600) and locks it. Throws StoreFailure where another process has it.
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int file_ = -1;
};

/// Creates the folder (mode 0700) with its parents where it is missing, and makes its entry
/// durable. Throws StoreFailure.
void make_durable_directory(const std::string& path);
/// Creates the file, empty, where it is missing; it and an older one of ours become readable by
/// their owner alone. Throws StoreFailure where it cannot be created.
void make_private_file(const std::string& path);
/// Makes the bytes of the file durable. Throws StoreFailure.
void sync_file(const std::string& path);
/// Writes the file (mode 0600) whole or not at all, durably. Throws StoreFailure.
void write_durable_file(const std::string& path, const std::string& text);
/// Makes the names in the folder durable. Throws StoreFailure.
void sync_directory(const std::string& path);

}  // namespace chopay::ledger
