#pragma once

#include <optional>

#include "qr/codewords.hpp"
#include "qr/symbol.hpp"

namespace chopay::qr {

/// Places the codewords into a symbol under the mask (0…7) that disturbs readers least, or under
/// the given one.
Symbol place_codewords(const Codewords& codewords, Level level, std::optional<int> mask = {});

}  // namespace chopay::qr
