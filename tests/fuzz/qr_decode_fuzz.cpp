// libFuzzer target: no payload may break the decoder, and whatever it accepts must hold what its
// contract promises. Seeds: tests/fuzz/corpus/qr_decode.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "qr/crc16.hpp"
#include "qr/decode.hpp"
#include "qr/emv_tlv.hpp"
#include "tests/fuzz/require.hpp"

using namespace chopay::qr;
using chopay::testing::require;

namespace {

bool inside(std::string_view part, const std::string& whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_reading(const Reading& reading) {
  const Decoded& code = reading.code;
  for (int id = 0; id <= 99; ++id) {
    require(inside(code.field(id), code.payload()));
    require(inside(code.additional(id), code.payload()));
    require(inside(code.language(id), code.payload()));
  }
  for (const MerchantAccount& account : code.merchant_accounts()) {
    require(inside(account.value, code.payload()) && inside(account.guid, code.payload()));
  }
  for (const Violation& violation : code.violations()) {
    require(!violation.name().empty() && violation.at <= code.payload().size());
  }
  for (const Error& error : reading.errors) require(!error.message().empty());
  if (!reading.errors.empty()) return;
  require(code.field(0) == "01" && code.field(63).size() == 4);
  require(is_utf8(code.payload()) && is_tlv(code.payload()));
  if (code.scheme() == Scheme::vietqr) {
    require(!code.bin().empty() && !code.account().empty());
  }
}

/// The input with the checksum that it lacks: else the fuzzer would have to guess sixteen bits
/// before anything behind the checksum is reached.
std::string sealed(std::string_view body) {
  std::string text(body);
  text += "6304";
  char crc[4];
  write_crc_hex(crc16(text), crc);
  return text.append(crc, sizeof crc);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  for (const std::string& payload : {std::string(input), sealed(input)}) {
    const Reading reading = inspect(payload);
    check_reading(reading);
    require(decode(payload).has_value() == reading.errors.empty());
    if (decode(payload, Mode::strict).has_value()) require(reading.code.strict_ok());
  }
  return 0;
}
