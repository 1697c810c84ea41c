#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ledger/crypto.hpp"
#include "ledger/result.hpp"

namespace chopay::ledger {

/// What a log had come to.
struct HeadMark {
  std::uint64_t size = 0;
  Hash root{};
  friend bool operator==(const HeadMark&, const HeadMark&) = default;
};

/// A second memory of how far each log was signed: a small file outside the ledger's folder that
/// no backup holds. Who brings back an old copy of the ledger is told by it (FORMAT.md).
///
/// A mark moves by compare-and-swap after each commit, without a sync; a power cut may leave an
/// older mark, which is still true. Only a log's first mark is synced at once: none may be left
/// half there, nor one behind a gap. One thread at a time uses the object.
class HeadGuard {
 public:
  /// Opens the file and locks it, or remembers that there is none yet. Errc::guard_damaged where
  /// it is no head guard. Throws StoreFailure where it cannot be read or another process has it.
  static Result<HeadGuard> open(const std::string& path);
  ~HeadGuard();
  HeadGuard(HeadGuard&& other) noexcept;
  HeadGuard& operator=(HeadGuard&&) = delete;

  const std::string& path() const { return path_; }
  /// True while there is no file.
  bool is_new() const { return file_ < 0; }
  /// The marks by origin.
  const std::map<std::string, HeadMark>& marks() const { return marks_; }

  /// Makes the file, durably, where there is none. REQUIRES: called before the commit of what is
  /// the first to be signed, or a power cut after that leaves a ledger that misses its guard.
  /// Throws StoreFailure where it cannot be made, or somebody else made it meanwhile.
  void make();
  /// Moves a log's mark from what this object last knew; makes the file where make() was not
  /// called. Throws StoreFailure where the file holds something else by now or cannot be written.
  void move(const std::string& origin, const HeadMark& mark);
  /// Makes the marks durable. Throws StoreFailure.
  void sync();

 private:
  explicit HeadGuard(std::string path) : path_(std::move(path)) {}
  Result<void> read();
  std::string record_at(std::size_t place) const;

  std::string path_;
  int file_ = -1;
  bool unsynced_ = false;
  std::map<std::string, HeadMark> marks_;
  std::map<std::string, std::size_t> places_;  ///< of an origin's record, from 1
};

}  // namespace chopay::ledger
