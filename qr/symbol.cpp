#include "qr/symbol.hpp"

#include "qr/codewords.hpp"
#include "qr/symbol_mask.hpp"

namespace chopay::qr {

Result<Symbol> make_symbol(std::string_view text, Level level) {
  const Result<Codewords> codewords = make_codewords(text, level);
  if (codewords.has_error()) return codewords.error();
  return place_codewords(codewords.value(), level);
}

}  // namespace chopay::qr
