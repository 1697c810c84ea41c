#pragma once

#include <string>

namespace chopay::merchant::report {

/// A file that only this process sees, for a library that writes to a path and never to memory.
class MemoryFile {
 public:
  MemoryFile();
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const;
  /// All that was written; empty where it cannot be read.
  std::string bytes() const;

 private:
  int descriptor_;
};

}  // namespace chopay::merchant::report
