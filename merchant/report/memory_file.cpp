#include "merchant/report/memory_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace chopay::merchant::report {

MemoryFile::MemoryFile() : descriptor_(memfd_create("report", MFD_CLOEXEC)) {}

MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::string MemoryFile::path() const {
  return "/proc/self/fd/" + std::to_string(descriptor_);
}

std::string MemoryFile::bytes() const {
  const auto size = lseek(descriptor_, 0, SEEK_END);
  std::string all(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
  std::size_t done = 0;
  while (done < all.size()) {
    const auto got =
        pread(descriptor_, all.data() + done, all.size() - done, static_cast<off_t>(done));
    if (got <= 0) return {};
    done += static_cast<std::size_t>(got);
  }
  return all;
}

}  // namespace chopay::merchant::report
