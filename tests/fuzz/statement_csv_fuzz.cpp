// Fuzzes the reader of CSV statements, and of any file by its first bytes.
#include <cstddef>
#include <cstdint>

#include "merchant/statement/read.hpp"
#include "tests/fuzz/statement_fuzz.hpp"

using namespace chopay;
using namespace chopay::merchant::statement;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto read = read_statement(input, {})) testing::check_statement(*read);
  return 0;
}
