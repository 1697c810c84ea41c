#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/log_lines.hpp"
#include "ledger/replay.hpp"
#include "tests/fuzz/require.hpp"

// Fuzzes the lines that a follower takes from another's gateway. Properties: nothing crashes; an
// entry is taken with exactly its bytes and stands in the row; a private part only where the entry
// names its hash.
using namespace chopay::ledger;
using chopay::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ChainCheck chain{MarketId::parse("ha-long-1").value()};
  std::vector<SealedEntry> batch;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : line.size());
    if (is_private_line(line)) {
      if (!take_private_line(line, batch)) return 0;
      const auto& last = batch.back();
      require(last.private_part.empty() || last.entry.private_hash == sha256({last.private_part}));
    } else {
      if (!take_entry_line(line, chain, batch)) return 0;
      const auto& last = batch.back();
      require(last.bytes == line && encode(last.entry) == line);
      require(last.entry.seq == Seq{batch.size()} && last.hash == leaf_hash(line));
    }
  }
  return 0;
}
