#include "ledger/head_guard.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "ledger/base64.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/error.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {
namespace {

/// A record is one sector, so that a power cut leaves the old one or the new one.
constexpr std::size_t record_bytes = 512;
constexpr std::size_t records_max = 100'000;
constexpr std::string_view header = "chopay head guard v1";

[[noreturn]] void fail_system(const std::string& doing) {
  const int code = errno;
  const auto text = doing + ": " + std::generic_category().message(code);
  if (code == EIO || code == EROFS || code == ENOSPC || code == EDQUOT) throw DiskFailure(text);
  throw StoreFailure(text);
}

off_t offset_of(std::size_t place) {
  return static_cast<off_t>(place * record_bytes);
}

/// The text with its SHA-256, filled up with spaces to a record that ends in a newline.
std::string make_record(std::string_view text) {
  std::string record{text};
  record += ' ' + to_hex(sha256({text}));
  // Cut to fit, it would be no record to the next start, and the guard would be lost.
  if (record.size() >= record_bytes) throw StoreFailure("too long for the head guard: " + record);
  record.resize(record_bytes - 1, ' ');
  return record + '\n';
}

std::string mark_record(const std::string& origin, const HeadMark& mark) {
  return make_record(origin + ' ' + std::to_string(mark.size) + ' ' + to_base64(mark.root));
}

/// Reads exactly what mark_record writes.
std::optional<std::pair<std::string, HeadMark>> parse_mark(const std::string& record) {
  const auto first = record.find(' ');
  const auto second = record.find(' ', first + 1);
  const auto third = second == std::string::npos ? second : record.find(' ', second + 1);
  if (third == std::string::npos) return std::nullopt;
  auto body = record.substr(0, third) + '\n';
  body[first] = body[second] = '\n';
  const auto checkpoint = parse_checkpoint(body);
  if (!checkpoint) return std::nullopt;
  const HeadMark mark{checkpoint->size, checkpoint->root};
  if (mark_record(checkpoint->origin, mark) != record) return std::nullopt;
  return std::pair{checkpoint->origin, mark};
}

}  // namespace

Result<HeadGuard> HeadGuard::open(const std::string& path) {
  HeadGuard guard{path};
  guard.file_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (guard.file_ < 0) {
    if (errno != ENOENT) fail_system("opening the head guard " + path);
    return guard;
  }
  if (::flock(guard.file_, LOCK_EX | LOCK_NB) != 0) fail_system("locking the head guard " + path);
  if (const auto read = guard.read(); !read) return read.error();
  return guard;
}

HeadGuard::HeadGuard(HeadGuard&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      unsynced_(std::exchange(other.unsynced_, false)),
      marks_(std::move(other.marks_)),
      places_(std::move(other.places_)) {}

HeadGuard::~HeadGuard() {
  if (file_ < 0) return;
  if (unsynced_) ::fdatasync(file_);
  ::close(file_);
}

Result<void> HeadGuard::read() {
  if (record_at(0) != make_record(header)) return Error{Errc::guard_damaged, path_};
  for (std::size_t place = 1;; ++place) {
    const auto record = record_at(place);
    if (record.empty()) return {};
    auto mark = parse_mark(record);
    if (!mark || place > records_max || marks_.contains(mark->first)) {
      return Error{Errc::guard_damaged, path_ + ", record " + std::to_string(place)};
    }
    places_[mark->first] = place;
    marks_.insert(std::move(*mark));
  }
}

std::string HeadGuard::record_at(std::size_t place) const {
  std::string record(record_bytes, '\0');
  const auto count = ::pread(file_, record.data(), record.size(), offset_of(place));
  if (count < 0) fail_system("reading the head guard " + path_);
  record.resize(static_cast<std::size_t>(count));
  return record;
}

void HeadGuard::make() {
  if (file_ >= 0) return;
  const auto folder = std::filesystem::absolute(path_).parent_path().string();
  make_durable_directory(folder);
  // Written under another name: a power cut leaves the whole file or none, never an empty one,
  // which the next start would have to take for a damaged guard.
  HeadGuard made{path_ + ".new"};
  ::unlink(made.path_.c_str());  // of a cut in the middle of this
  made.file_ = ::open(made.path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made.file_ < 0 || ::flock(made.file_, LOCK_EX | LOCK_NB) != 0)
    fail_system("creating the head guard " + path_);
  const auto record = make_record(header);
  if (::pwrite(made.file_, record.data(), record.size(), 0) !=
          static_cast<ssize_t>(record.size()) ||
      ::fsync(made.file_) != 0) {
    fail_system("writing the head guard " + path_);
  }
  if (::renameat2(AT_FDCWD, made.path_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) != 0)
    fail_system("naming the head guard " + path_);
  sync_directory(folder);
  std::swap(file_, made.file_);
}

void HeadGuard::move(const std::string& origin, const HeadMark& mark) {
  make();
  const auto known = marks_.find(origin);
  const bool is_new = known == marks_.end();
  const auto place = is_new ? marks_.size() + 1 : places_.at(origin);
  const auto expected = is_new ? std::string{} : mark_record(origin, known->second);
  if (record_at(place) != expected) {
    throw StoreFailure("the head guard " + path_ + " was changed by somebody else");
  }
  const auto record = mark_record(origin, mark);
  const auto written = ::pwrite(file_, record.data(), record.size(), offset_of(place));
  if (written != static_cast<ssize_t>(record.size()))
    fail_system("writing the head guard " + path_);
  unsynced_ = true;
  marks_[origin] = mark;
  places_[origin] = place;
  if (is_new) sync();
}

void HeadGuard::sync() {
  if (!unsynced_) return;
  if (::fdatasync(file_) != 0) fail_system("syncing the head guard " + path_);
  unsynced_ = false;
}

}  // namespace chopay::ledger
