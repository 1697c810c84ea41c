#include "qr/symbol.hpp"

#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace chopay::qr {
namespace {

constexpr unsigned eci_utf8 = 26;
constexpr std::size_t bytes_max = 2953;  // version 40 at level L

struct FreeInput {
  void operator()(QRinput* input) const noexcept { QRinput_free(input); }
};
struct FreeCode {
  void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, FreeCode>;

QRecLevel library_level(Level level) {
  switch (level) {
    case Level::low:
      return QR_ECLEVEL_L;
    case Level::medium:
      return QR_ECLEVEL_M;
    case Level::quartile:
      return QR_ECLEVEL_Q;
    case Level::high:
      return QR_ECLEVEL_H;
  }
  return QR_ECLEVEL_M;
}

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Code encode_ascii(std::string_view text, Level level) {
  // encodeData, not encodeString: the latter mixes numeric and alphanumeric modes by itself.
  return Code(
      QRcode_encodeData(static_cast<int>(text.size()), octets(text), 0, library_level(level)));
}

Code encode_utf8(std::string_view text, Level level) {
  const std::unique_ptr<QRinput, FreeInput> input(QRinput_new2(0, library_level(level)));
  if (!input || QRinput_appendECIheader(input.get(), eci_utf8) != 0 ||
      QRinput_append(input.get(), QR_MODE_8, static_cast<int>(text.size()), octets(text)) != 0) {
    return nullptr;
  }
  return Code(QRcode_encodeInput(input.get()));
}

}  // namespace

Result<Symbol> make_symbol(std::string_view text, Level level) {
  if (text.empty() || text.size() > bytes_max) return Error(Errc::symbol_too_big);
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const Code code = ascii ? encode_ascii(text, level) : encode_utf8(text, level);
  if (!code) return Error(Errc::symbol_too_big);

  const int size = code->width;
  std::vector<std::uint8_t> rows(Symbol::row_bytes(size) * static_cast<std::size_t>(size));
  const unsigned char* module = code->data;
  for (int y = 0; y < size; ++y) {
    std::uint8_t* row = rows.data() + static_cast<std::size_t>(y) * Symbol::row_bytes(size);
    for (unsigned x = 0; x < static_cast<unsigned>(size); ++x) {
      row[x / 8] = static_cast<std::uint8_t>(row[x / 8] | ((*module++ & 1U) << (7 - x % 8)));
    }
  }
  return Symbol(size, std::move(rows));
}

}  // namespace chopay::qr
