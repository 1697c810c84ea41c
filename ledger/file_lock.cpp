#include "ledger/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "ledger/store.hpp"

namespace chopay::ledger {
namespace {

[[noreturn]] void fail(const std::string& doing) {
  throw StoreFailure(doing + ": " + std::generic_category().message(errno));
}

void sync(const std::string& path, int how) {
  const int file = ::open(path.c_str(), how | O_CLOEXEC);
  if (file < 0) fail("opening " + path);
  const int code = ::fsync(file);
  ::close(file);
  if (code != 0) fail("syncing " + path);
}

}  // namespace

FileLock::FileLock(const std::string& path) {
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) fail("opening " + path);
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    const bool taken = errno == EWOULDBLOCK;
    ::close(file_);
    if (taken) throw StoreFailure("another process has this ledger open: " + path + " is locked");
    fail("locking " + path);
  }
}

FileLock::~FileLock() {
  ::close(file_);
}

void make_durable_directory(const std::string& path) {
  const std::filesystem::path directory = std::filesystem::absolute(path).lexically_normal();
  if (std::filesystem::is_directory(directory)) return;
  const auto parent =
      directory.has_filename() ? directory.parent_path() : directory.parent_path().parent_path();
  if (!std::filesystem::is_directory(parent)) make_durable_directory(parent.string());
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) fail("creating " + path);
  sync_directory(parent.string());
}

void make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) fail("opening " + path);
  // Fails where somebody else owns the file: then its mode is that owner's to choose.
  static_cast<void>(::fchmod(file, 0600));
  ::close(file);
}

void sync_file(const std::string& path) {
  sync(path, O_RDONLY);
}

void write_durable_file(const std::string& path, const std::string& text) {
  const auto part = path + ".part";
  const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) fail("creating " + part);
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  if (!written || ::rename(part.c_str(), path.c_str()) != 0) fail("writing " + path);
  sync_directory(std::filesystem::absolute(path).parent_path().string());
}

void sync_directory(const std::string& path) {
  sync(path, O_RDONLY | O_DIRECTORY);
}

}  // namespace chopay::ledger
