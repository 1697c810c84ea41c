#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/error.hpp"

namespace chopay::merchant::statement {

/// What unpacking may cost. A workbook of 20,000 bookings unpacks to 12 MB.
struct ZipLimits {
  std::size_t entries_max = 200;
  std::size_t entry_bytes_max = 24U << 20U;  ///< unpacked
  std::size_t total_bytes_max = 48U << 20U;  ///< all entries that are read
  std::size_t ratio_max = 200;               ///< unpacked to packed, of an entry over 1 MiB
};

/// A zip archive in memory, which must outlive it. Nothing is unpacked that is not asked for, and
/// what an archive says of its own sizes is not believed.
class ZipArchive {
 public:
  ~ZipArchive();
  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) = delete;

  /// bad_workbook: no archive, only half of one, or over a limit.
  static Result<ZipArchive> open(std::string_view bytes, const ZipLimits& limits = {});

  bool has(const std::string& name) const;
  /// The whole entry. bad_workbook: not there, damaged (CRC), encrypted, over a limit.
  Result<std::string> read(const std::string& name);

 private:
  struct Handle;
  ZipArchive(std::unique_ptr<Handle> handle, const ZipLimits& limits);

  std::unique_ptr<Handle> handle_;
  ZipLimits limits_;
  std::size_t unpacked_ = 0;
};

/// A file for an archive: its name inside, ASCII, and its bytes.
struct ZipEntry {
  std::string name;
  std::string bytes;
};
/// An archive of these files, in their order; the same files give the same bytes. report_failed.
Result<std::string> write_zip(const std::vector<ZipEntry>& entries);

}  // namespace chopay::merchant::statement
