// Fuzzes the reader of XLSX. The input is the sheet, the shared texts behind a zero byte, packed as
// a bank would; without one it is the archive itself.
#include <cstddef>
#include <cstdint>

#include "merchant/statement/read.hpp"
#include "merchant/statement/workbook.hpp"
#include "tests/fuzz/statement_fuzz.hpp"
#include "tests/support/statement_files.hpp"

using namespace chopay;
using namespace chopay::merchant::statement;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto zero = input.find('\0');
  if (zero == std::string_view::npos || input.starts_with("PK")) {
    if (const auto read = read_statement(input, {})) testing::check_statement(*read);
    return 0;
  }
  auto parts = testing::xlsx_parts({});
  parts[3].second = input.substr(zero + 1);
  parts[4].second = input.substr(0, zero);
  if (const auto read = read_statement(testing::zip_of(parts), {})) testing::check_statement(*read);
  return 0;
}
