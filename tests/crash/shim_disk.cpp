// The tests' own sqlite3_vfs: https://www.sqlite.org/vfs.html says what each method must do.
#include "tests/crash/shim_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <set>
#include <stdexcept>
#include <utility>

namespace chopay::testing {
namespace {

struct Handle;

/// A file with the memory and the locks that its open handles share.
struct Node {
  std::string bytes;
  std::vector<std::unique_ptr<std::array<char, 32'768>>> shared_memory;
  std::set<Handle*> handles;
};

struct Handle {
  sqlite3_file base;
  ShimDisk::State* disk;
  Node* node;
  std::string* name;
  bool removed_on_close;
  int lock;
  unsigned shared_slots;  ///< bit mask of the shared-memory locks that it holds
  unsigned own_slots;     ///< likewise, exclusive ones
};

constexpr const char* vfs_name = "chopay-shim";

}  // namespace

struct ShimDisk::State {
  std::map<std::string, std::unique_ptr<Node>> nodes;
  std::vector<DiskEvent> events;
  Fault fault;
  std::uint64_t seen = 0;
  bool failed = false;

  /// Whether a connection holds the lock of those that move the WAL, but not that of a recovery,
  /// which takes it, too (SQLite's wal.c, WAL_CKPT_LOCK and WAL_RECOVER_LOCK).
  bool moves_wal() const {
    return std::ranges::any_of(nodes, [](const auto& node) {
      return std::ranges::any_of(node.second->handles, [](const Handle* handle) {
        return (handle->own_slots & 0b110u) == 0b010u;
      });
    });
  }

  bool fails(Fault::Kind kind) {
    if (fault.kind != kind) return false;
    ++seen;
    const bool now = seen == fault.at || (fault.for_ever && seen > fault.at);
    if (now && !std::exchange(failed, true)) {
      events.push_back({DiskEvent::Act::mark, {}, ShimDisk::fault_mark, {}});
    }
    return now;
  }
};

namespace {

ShimDisk::State* current = nullptr;
/// One for all disks: others may have built upon it and keep its address.
sqlite3_vfs vfs{};
sqlite3_mem_methods real_memory;

Handle& handle_of(sqlite3_file* file) {
  return *reinterpret_cast<Handle*>(file);
}

int close(sqlite3_file* file) {
  auto& handle = handle_of(file);
  handle.node->handles.erase(&handle);
  if (handle.removed_on_close) handle.disk->nodes.erase(*handle.name);
  delete handle.name;
  return SQLITE_OK;
}

int read_sound(Handle& handle, void* out, int count, sqlite3_int64 offset) {
  const auto& bytes = handle.node->bytes;
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  const auto have = std::clamp<sqlite3_int64>(size - offset, 0, count);
  if (have > 0) std::memcpy(out, bytes.data() + offset, static_cast<std::size_t>(have));
  if (have == count) return SQLITE_OK;
  std::memset(static_cast<char*>(out) + have, 0, static_cast<std::size_t>(count - have));
  return SQLITE_IOERR_SHORT_READ;
}

int read(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
  auto& handle = handle_of(file);
  if (handle.disk->fails(Fault::Kind::read)) return SQLITE_IOERR_READ;
  if (handle.disk->fails(Fault::Kind::corrupt_read)) return SQLITE_CORRUPT;
  const int code = read_sound(handle, out, count, offset);
  char* const bytes = static_cast<char*>(out);
  const bool copies = handle.disk->moves_wal();
  if (handle.disk->fails(copies ? Fault::Kind::wrong_copy : Fault::Kind::wrong_read)) {
    std::transform(bytes, bytes + count, bytes, [](char byte) { return char(byte ^ 0x5a); });
  }
  if (!copies && handle.disk->fails(Fault::Kind::short_read)) {
    std::fill(bytes + count / 2, bytes + count, '\0');
  }
  return code;
}

void put(Node& node, std::string_view bytes, sqlite3_int64 offset) {
  const auto end = static_cast<std::size_t>(offset) + bytes.size();
  if (node.bytes.size() < end) node.bytes.resize(end);
  std::copy(bytes.begin(), bytes.end(), node.bytes.begin() + offset);
}

int write(sqlite3_file* file, const void* in, int count, sqlite3_int64 offset) {
  auto& handle = handle_of(file);
  std::string_view bytes{static_cast<const char*>(in), static_cast<std::size_t>(count)};
  const bool failed =
      handle.disk->fails(Fault::Kind::write) || handle.disk->fails(Fault::Kind::full);
  if (failed) bytes = bytes.substr(0, bytes.size() / 2);
  put(*handle.node, bytes, offset);
  handle.disk->events.push_back({DiskEvent::Act::write, *handle.name, offset, std::string{bytes}});
  if (!failed) return SQLITE_OK;
  return handle.disk->fault.kind == Fault::Kind::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  auto& handle = handle_of(file);
  if (handle.disk->fails(Fault::Kind::write)) return SQLITE_IOERR_TRUNCATE;
  handle.node->bytes.resize(static_cast<std::size_t>(size));
  handle.disk->events.push_back({DiskEvent::Act::truncate, *handle.name, size, {}});
  return SQLITE_OK;
}

int sync(sqlite3_file* file, int) {
  auto& handle = handle_of(file);
  if (handle.disk->fails(Fault::Kind::sync)) return SQLITE_IOERR_FSYNC;
  handle.disk->events.push_back({DiskEvent::Act::sync, *handle.name, 0, {}});
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(handle_of(file).node->bytes.size());
  return SQLITE_OK;
}

/// The strongest lock that another handle of the file has.
int strongest_other(const Handle& handle) {
  int strongest = SQLITE_LOCK_NONE;
  for (const auto* other : handle.node->handles) {
    if (other != &handle) strongest = std::max(strongest, other->lock);
  }
  return strongest;
}

int lock(sqlite3_file* file, int level) {
  auto& handle = handle_of(file);
  if (handle.lock >= level) return SQLITE_OK;
  const int other = strongest_other(handle);
  const bool free = level == SQLITE_LOCK_SHARED     ? other < SQLITE_LOCK_PENDING
                    : level == SQLITE_LOCK_RESERVED ? other < SQLITE_LOCK_RESERVED
                                                    : other == SQLITE_LOCK_NONE;
  if (!free) return SQLITE_BUSY;
  handle.lock = level;
  return SQLITE_OK;
}

int unlock(sqlite3_file* file, int level) {
  handle_of(file).lock = level;
  return SQLITE_OK;
}

int reserved(sqlite3_file* file, int* out) {
  const auto& handle = handle_of(file);
  *out = std::max(handle.lock, strongest_other(handle)) >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return 4096;
}
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  auto& memory = handle_of(file).node->shared_memory;
  if (size != 32'768) return SQLITE_IOERR_SHMSIZE;
  const auto wanted = static_cast<std::size_t>(region) + 1;
  while (extend && memory.size() < wanted) {
    memory.push_back(std::make_unique<std::array<char, 32'768>>());
  }
  *out = memory.size() < wanted ? nullptr : memory[wanted - 1]->data();
  return SQLITE_OK;
}

int shm_lock(sqlite3_file* file, int first, int count, int flags) {
  auto& handle = handle_of(file);
  const unsigned mask = ((1u << count) - 1) << first;
  if (flags & SQLITE_SHM_UNLOCK) {
    handle.shared_slots &= ~mask;
    handle.own_slots &= ~mask;
    return SQLITE_OK;
  }
  for (const auto* other : handle.node->handles) {
    if (other == &handle) continue;
    if (other->own_slots & mask) return SQLITE_BUSY;
    if ((flags & SQLITE_SHM_EXCLUSIVE) && (other->shared_slots & mask)) return SQLITE_BUSY;
  }
  (flags & SQLITE_SHM_EXCLUSIVE ? handle.own_slots : handle.shared_slots) |= mask;
  return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

int shm_unmap(sqlite3_file* file, int remove) {
  if (remove) handle_of(file).node->shared_memory.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {
    2,         close,    read,    write,       truncate,        sync,    file_size, lock,
    unlock,    reserved, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
    shm_unmap, nullptr,  nullptr};

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
  const std::string path = name ? name : "temporary";
  file->pMethods = nullptr;
  auto& node = current->nodes[path];
  if (!node) {
    if (!(flags & SQLITE_OPEN_CREATE)) {
      current->nodes.erase(path);
      return SQLITE_CANTOPEN;
    }
    node = std::make_unique<Node>();
  }
  auto& handle = handle_of(file);
  handle = {{&methods},
            current,
            node.get(),
            new std::string{path},
            (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
            SQLITE_LOCK_NONE,
            0,
            0};
  node->handles.insert(&handle);
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int) {
  if (current->nodes.erase(name) == 0) return SQLITE_IOERR_DELETE_NOENT;
  current->events.push_back({DiskEvent::Act::remove, name, 0, {}});
  return SQLITE_OK;
}

int access(sqlite3_vfs*, const char* name, int, int* out) {
  const auto found = current->nodes.find(name);
  *out = found != current->nodes.end() && !found->second->bytes.empty();
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int count, char* out) {
  // The salts of a WAL must differ from run to run of it: these do, and the same in every test.
  static std::uint64_t state = 1;
  for (int i = 0; i < count; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    out[i] = static_cast<char>(state >> 56);
  }
  return count;
}

int nap(sqlite3_vfs*, int microseconds) {
  return microseconds;
}

int time_now(sqlite3_vfs*, sqlite3_int64* milliseconds) {
  *milliseconds = 210'866'760'000'000 + std::int64_t{std::time(nullptr)} * 1'000;
  return SQLITE_OK;
}

int day_now(sqlite3_vfs* vfs, double* days) {
  sqlite3_int64 milliseconds = 0;
  time_now(vfs, &milliseconds);
  *days = static_cast<double>(milliseconds) / 86'400'000;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

void* allocate(int size) {
  if (current && current->fails(Fault::Kind::allocation)) return nullptr;
  return real_memory.xMalloc(size);
}

void* reallocate(void* old, int size) {
  if (current && current->fails(Fault::Kind::allocation)) return nullptr;
  return real_memory.xRealloc(old, size);
}

void watch_allocations() {
  static const bool once = [] {
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory);
    auto watched = real_memory;
    watched.xMalloc = allocate;
    watched.xRealloc = reallocate;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &watched) == SQLITE_OK;
  }();
  if (!once) throw std::logic_error("SQLite's memory cannot be watched: a connection is open");
  sqlite3_initialize();
}

}  // namespace

ShimDisk::ShimDisk() : state_(std::make_unique<State>()) {
  watch_allocations();
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(Handle);
  vfs.mxPathname = 512;
  vfs.zName = vfs_name;
  vfs.xOpen = open;
  vfs.xDelete = remove;
  vfs.xAccess = access;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = nap;
  vfs.xCurrentTime = day_now;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = time_now;
  current = state_.get();
  sqlite3_vfs_register(&vfs, 1);
}

ShimDisk::~ShimDisk() {
  sqlite3_vfs_unregister(&vfs);
  sqlite3_vfs_register(sqlite3_vfs_find("unix"), 1);
  current = nullptr;
}

void ShimDisk::set(const Files& files) {
  state_->nodes.clear();
  state_->events.clear();
  for (const auto& [name, bytes] : files) {
    auto node = std::make_unique<Node>();
    node->bytes = bytes;
    state_->nodes[name] = std::move(node);
  }
}

ShimDisk::Files ShimDisk::files() const {
  Files files;
  for (const auto& [name, node] : state_->nodes) files[name] = node->bytes;
  return files;
}

void ShimDisk::mark(std::int64_t number) {
  state_->events.push_back({DiskEvent::Act::mark, {}, number, {}});
}

void ShimDisk::note(DiskEvent event) {
  state_->events.push_back(std::move(event));
}

bool ShimDisk::is_to_fail(Fault::Kind kind) {
  return state_->fails(kind);
}

const std::vector<DiskEvent>& ShimDisk::events() const {
  return state_->events;
}

void ShimDisk::fail(Fault fault) {
  state_->fault = fault;
  state_->seen = 0;
  state_->failed = false;
}

bool ShimDisk::failed() const {
  return state_->failed;
}

}  // namespace chopay::testing
