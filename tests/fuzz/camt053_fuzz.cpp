// Fuzzes the reader of camt.053: nothing crashes, nothing is read that breaks a limit.
#include <cstddef>
#include <cstdint>

#include "merchant/statement/camt053.hpp"
#include "tests/fuzz/statement_fuzz.hpp"

using namespace chopay;
using namespace chopay::merchant::statement;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto read = read_camt053(input)) testing::check_statement(*read);
  return 0;
}
