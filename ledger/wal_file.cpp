#include "ledger/wal_file.hpp"

#include <sqlite3.h>

#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <string>

#include "ledger/store.hpp"

namespace chopay::ledger::sqlite {
namespace {

/// SQLite's file systems take less than 128 KiB in one write.
constexpr std::size_t gathered_bytes_max = 120 * 1024;

/// A WAL as SQLite holds it: in memory that SQLite gives, with the real file right behind.
struct WalFile {
  sqlite3_file head;  // first: SQLite knows this part
  std::string* gathered;
  sqlite3_int64 gathered_at;  // where in the file its first byte belongs

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

WalFile& wal(sqlite3_file* file) {
  return *reinterpret_cast<WalFile*>(file);
}

const sqlite3_io_methods& below(WalFile& file) {
  return *file.real()->pMethods;
}

int write_gathered(WalFile& file) {
  if (file.gathered->empty()) return SQLITE_OK;
  const int code = below(file).xWrite(file.real(), file.gathered->data(),
                                      static_cast<int>(file.gathered->size()), file.gathered_at);
  if (code == SQLITE_OK) file.gathered->clear();
  return code;
}

int close_wal(sqlite3_file* file) {
  auto& self = wal(file);
  // Nobody was told that what is left is durable; it is written as it would have been.
  const int written = write_gathered(self);
  delete self.gathered;
  const int closed = below(self).xClose(self.real());
  return written == SQLITE_OK ? closed : written;
}

int write_wal(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  auto& self = wal(file);
  auto& gathered = *self.gathered;
  const auto end = self.gathered_at + static_cast<sqlite3_int64>(gathered.size());
  const bool full = gathered.size() + static_cast<std::size_t>(size) > gathered_bytes_max;
  if (!gathered.empty() && (at != end || full)) {
    if (const int code = write_gathered(self); code != SQLITE_OK) return code;
  }
  if (gathered.empty()) self.gathered_at = at;
  try {
    gathered.append(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  }
  return SQLITE_OK;
}

int sync_wal(sqlite3_file* file, int how) {
  auto& self = wal(file);
  if (const int code = write_gathered(self); code != SQLITE_OK) return code;
  return below(self).xSync(self.real(), how);
}

int read_wal(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
  auto& self = wal(file);
  if (const int code = write_gathered(self); code != SQLITE_OK) return code;
  return below(self).xRead(self.real(), into, size, at);
}

int truncate_wal(sqlite3_file* file, sqlite3_int64 size) {
  auto& self = wal(file);
  if (const int code = write_gathered(self); code != SQLITE_OK) return code;
  return below(self).xTruncate(self.real(), size);
}

int size_of_wal(sqlite3_file* file, sqlite3_int64* size) {
  auto& self = wal(file);
  if (const int code = write_gathered(self); code != SQLITE_OK) return code;
  return below(self).xFileSize(self.real(), size);
}

int lock_wal(sqlite3_file* file, int level) {
  return below(wal(file)).xLock(wal(file).real(), level);
}

int unlock_wal(sqlite3_file* file, int level) {
  return below(wal(file)).xUnlock(wal(file).real(), level);
}

int check_wal_lock(sqlite3_file* file, int* held) {
  return below(wal(file)).xCheckReservedLock(wal(file).real(), held);
}

int control_wal(sqlite3_file* file, int what, void* argument) {
  return below(wal(file)).xFileControl(wal(file).real(), what, argument);
}

int sector_of_wal(sqlite3_file* file) {
  return below(wal(file)).xSectorSize(wal(file).real());
}

int device_of_wal(sqlite3_file* file) {
  return below(wal(file)).xDeviceCharacteristics(wal(file).real());
}

constexpr sqlite3_io_methods wal_methods = [] {
  sqlite3_io_methods methods{};
  methods.iVersion = 1;
  methods.xClose = close_wal;
  methods.xRead = read_wal;
  methods.xWrite = write_wal;
  methods.xTruncate = truncate_wal;
  methods.xSync = sync_wal;
  methods.xFileSize = size_of_wal;
  methods.xLock = lock_wal;
  methods.xUnlock = unlock_wal;
  methods.xCheckReservedLock = check_wal_lock;
  methods.xFileControl = control_wal;
  methods.xSectorSize = sector_of_wal;
  methods.xDeviceCharacteristics = device_of_wal;
  return methods;
}();

sqlite3_vfs& base_of(sqlite3_vfs* system) {
  return *static_cast<sqlite3_vfs*>(system->pAppData);
}

/// Everything but a WAL is opened as the file system below does, without anything in between.
int open_file(sqlite3_vfs* system, const char* name, sqlite3_file* file, int flags, int* out) {
  auto& base = base_of(system);
  if ((flags & SQLITE_OPEN_WAL) == 0) return base.xOpen(&base, name, file, flags, out);
  auto& self = wal(file);
  self.head.pMethods = nullptr;  // until it is open: SQLite then does not close it
  self.gathered = new (std::nothrow) std::string;
  if (!self.gathered) return SQLITE_NOMEM;
  self.gathered_at = 0;
  self.real()->pMethods = nullptr;
  const int code = base.xOpen(&base, name, self.real(), flags, out);
  if (code != SQLITE_OK) {
    if (self.real()->pMethods) below(self).xClose(self.real());
    delete self.gathered;
    return code;
  }
  self.head.pMethods = &wal_methods;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* system, const char* name, int sync) {
  return base_of(system).xDelete(&base_of(system), name, sync);
}

int access_file(sqlite3_vfs* system, const char* name, int flags, int* out) {
  return base_of(system).xAccess(&base_of(system), name, flags, out);
}

int full_name(sqlite3_vfs* system, const char* name, int size, char* out) {
  return base_of(system).xFullPathname(&base_of(system), name, size, out);
}

int fill_random(sqlite3_vfs* system, int size, char* out) {
  return base_of(system).xRandomness(&base_of(system), size, out);
}

int sleep_microseconds(sqlite3_vfs* system, int count) {
  return base_of(system).xSleep(&base_of(system), count);
}

int current_day(sqlite3_vfs* system, double* out) {
  return base_of(system).xCurrentTime(&base_of(system), out);
}

int last_error(sqlite3_vfs* system, int size, char* out) {
  return base_of(system).xGetLastError(&base_of(system), size, out);
}

/// A file system over `base`, with a name of its own, known to SQLite from now on.
struct System {
  explicit System(sqlite3_vfs& base) : name(std::string{"gathering-"} + base.zName), vfs(base) {
    vfs.iVersion = 1;  // what came later is not needed for files that are not extensions
    vfs.pNext = nullptr;
    vfs.zName = name.c_str();
    vfs.pAppData = &base;
    vfs.szOsFile = base.szOsFile + static_cast<int>(sizeof(WalFile));
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_name;
    vfs.xRandomness = fill_random;
    vfs.xSleep = sleep_microseconds;
    vfs.xCurrentTime = current_day;
    vfs.xGetLastError = last_error;
    if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) throw StoreFailure("SQLite takes no VFS");
  }
  ~System() { sqlite3_vfs_unregister(&vfs); }
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  std::string name;
  sqlite3_vfs vfs;
};

}  // namespace

const char* gathering_file_system() {
  static std::mutex mutex;
  static std::map<sqlite3_vfs*, std::unique_ptr<System>> systems;
  const std::lock_guard lock{mutex};
  auto* const base = sqlite3_vfs_find(nullptr);
  if (!base) throw StoreFailure("SQLite has no file system");
  auto& system = systems[base];
  if (!system) system = std::make_unique<System>(*base);
  return system->vfs.zName;
}

}  // namespace chopay::ledger::sqlite
