#include <cstddef>
#include <cstdint>
#include <string_view>

#include "merchant/plain_object.hpp"
#include "merchant/transfer_text.hpp"
#include "tests/fuzz/require.hpp"

// Fuzzes what a shopper's bank app lets a person write, and the lane's reader of a credit's data.
// Properties: nothing crashes; a code that is found is valid, stands in the text that was looked at
// and is found once.
using namespace chopay::merchant;
using chopay::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  for (const auto reading : {PrefixReading::exact, PrefixReading::one_wrong}) {
    const auto found = scan(input, {}, reading);
    for (const auto& one : found) {
      require(one.position < size && one.position < transfer_text_bytes_max);
      require(parse_reference(one.code.text()) == one.code);
      std::size_t times = 0;
      for (const auto& other : found) times += other.code == one.code ? 1 : 0;
      require(times == 1);
    }
  }
  if (const auto object = PlainObject::read(input)) object->text("amount");
  return 0;
}
