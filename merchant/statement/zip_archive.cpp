#include "merchant/statement/zip_archive.hpp"

#include <zip.h>

#include <algorithm>
#include <utility>

namespace chopay::merchant::statement {
namespace {

constexpr std::size_t chunk_bytes = 64U << 10U;
constexpr std::size_t small_entry_bytes = 1U << 20U;

Error refused(const std::string& what) {
  return {Errc::bad_workbook, what};
}

std::string megabytes(std::size_t bytes) {
  return std::to_string(bytes >> 20U) + " MiB";
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

struct ZipArchive::Handle {
  explicit Handle(zip_t* opened) : zip(opened) {}
  ~Handle() { zip_discard(zip); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  zip_t* zip;
};

ZipArchive::ZipArchive(std::unique_ptr<Handle> handle, const ZipLimits& limits)
    : handle_(std::move(handle)), limits_(limits) {}
ZipArchive::~ZipArchive() = default;
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;

Result<ZipArchive> ZipArchive::open(std::string_view bytes, const ZipLimits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  auto* zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) : nullptr;
  zip_error_fini(&error);
  if (!zip) {
    if (source) zip_source_free(source);
    return refused("it is no whole zip archive; is it only half there?");
  }
  auto handle = std::make_unique<Handle>(zip);
  const auto entries = zip_get_num_entries(zip, 0);
  if (entries < 0 || static_cast<std::size_t>(entries) > limits.entries_max) {
    return refused("it has more than " + std::to_string(limits.entries_max) + " parts");
  }
  return ZipArchive{std::move(handle), limits};
}

bool ZipArchive::has(const std::string& name) const {
  return zip_name_locate(handle_->zip, name.c_str(), 0) >= 0;
}

Result<std::string> ZipArchive::read(const std::string& name) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(handle_->zip, name.c_str(), 0, &stat) != 0) return refused(name + " is missing");
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return refused("it is locked with a password");
  }
  const std::unique_ptr<zip_file_t, CloseFile> file{zip_fopen(handle_->zip, name.c_str(), 0)};
  if (!file) return refused(name + " cannot be unpacked");
  const std::size_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0;
  const std::size_t by_ratio = std::max(small_entry_bytes, (packed + 1) * limits_.ratio_max);
  const auto room = std::min(limits_.entry_bytes_max, limits_.total_bytes_max - unpacked_);
  std::string text;
  for (;;) {
    const auto before = text.size();
    text.resize(before + chunk_bytes);
    const auto got = zip_fread(file.get(), text.data() + before, chunk_bytes);
    if (got < 0) return refused(name + " is damaged");
    text.resize(before + static_cast<std::size_t>(got));
    if (text.size() > room) {
      return refused(name + " unpacks to more than " + megabytes(room) + "; nothing of it is used");
    }
    if (text.size() > by_ratio) {
      return refused(name + " is packed more than " + std::to_string(limits_.ratio_max) +
                     " to 1, as no statement is; nothing of it is used");
    }
    if (got == 0) break;
  }
  unpacked_ += text.size();
  return text;
}

Result<std::string> write_zip(const std::vector<ZipEntry>& entries) {
  const Error failed{Errc::report_failed, "the archive cannot be written"};
  zip_error_t error;
  zip_error_init(&error);
  auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  auto* zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &error) : nullptr;
  zip_error_fini(&error);
  if (!zip) {
    if (source) zip_source_free(source);
    return failed;
  }
  zip_source_keep(source);  // what was written is read from it after the archive is closed
  const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> written{source, zip_source_free};
  // 1980-01-01, the earliest that an archive can tell: else it would be the time of writing.
  constexpr zip_uint16_t first_day = 0x21;
  bool good = true;
  for (const auto& entry : entries) {
    auto* file = zip_source_buffer(zip, entry.bytes.data(), entry.bytes.size(), 0);
    const auto index = file ? zip_file_add(zip, entry.name.c_str(), file, ZIP_FL_ENC_UTF_8) : -1;
    if (file && index < 0) zip_source_free(file);
    good = good && index >= 0 &&
           zip_file_set_dostime(zip, static_cast<zip_uint64_t>(index), 0, first_day, 0) == 0;
  }
  if (!good || zip_close(zip) != 0) {
    zip_discard(zip);
    return failed;
  }
  zip_stat_t size;
  if (zip_source_stat(source, &size) != 0 || zip_source_open(source) != 0) return failed;
  std::string bytes(size.size, '\0');
  const auto read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read != static_cast<zip_int64_t>(bytes.size())) return failed;
  return bytes;
}

}  // namespace chopay::merchant::statement
