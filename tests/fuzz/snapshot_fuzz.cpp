#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "ledger/fold_snapshot.hpp"
#include "ledger/memory_store.hpp"
#include "merchant/rules.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/support/ledger_fixture.hpp"

// Fuzzes the snapshot of the books that a start reads. First byte: the file as it comes, the file
// with the right sum behind it, or the state alone. Properties: nothing crashes; only a whole file
// of our form is believed; books that take a state give it back; who refuses one stays as they
// were.
using namespace chopay;
using testing::require;

namespace {

constexpr std::string_view form = "books";

void read_file(const std::string& text) {
  static const testing::TemporaryDirectory folder;
  static ledger::MemoryStore store;
  const auto path = folder.path() + "/snapshot";
  std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
  const auto read = ledger::read_snapshot(path, form, store.own_reader());
  if (!read) return;
  require(read->heads.empty());  // the store is empty: no head went through it
  ledger::write_snapshot(path, form, *read);
  const auto again = ledger::read_snapshot(path, form, store.own_reader());
  require(again && again->state == read->state);
}

void restore(std::string_view state) {
  testing::RepeatableRandom random;
  merchant::Rules rules{random};
  const auto before = rules.state();
  if (!rules.restore(state)) return require(rules.state() == before);
  const auto taken = rules.state();
  merchant::Rules again{random};
  require(again.restore(taken) && again.state() == taken);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0:
      read_file(input);
      break;
    case 1:
      read_file(input + ledger::to_hex(ledger::sha256({input})));
      break;
    default:
      restore(input);
      break;
  }
  return 0;
}
