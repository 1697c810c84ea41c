// Whatever the bytes are: decode() gives an entry only for exactly those bytes that encode() writes
// for it, and a line of an export is taken whole or refused.
#include <cstdlib>
#include <sstream>
#include <string>

#include "ledger/entry.hpp"
#include "ledger/export.hpp"
#include "ledger/memory_store.hpp"

using namespace chopay::ledger;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes{reinterpret_cast<const char*>(data), size};
  if (const auto entry = decode(bytes)) {
    if (encode(*entry) != bytes) std::abort();
  }
  MemoryStore store;
  std::istringstream in{bytes};
  if (const auto read = import_market(store, in)) {
    if (store.own_reader().head(read->market) != read->head) std::abort();
  }
  return 0;
}
