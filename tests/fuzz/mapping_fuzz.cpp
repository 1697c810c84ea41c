// Fuzzes the reader of mappings: nothing crashes, and a mapping has what it must have.
#include <cstddef>
#include <cstdint>

#include "merchant/statement/mapping.hpp"
#include "tests/fuzz/statement_fuzz.hpp"

using namespace chopay;
using namespace chopay::merchant::statement;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto read = read_mapping(input);
  if (read) testing::require(read->columns.size() >= 2, "a mapping without its columns");
  return 0;
}
