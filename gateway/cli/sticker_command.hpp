#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// Adds `market stickers`: the stickers of a market, a zone or a stall as one PDF.
void add_sticker_command(Command& market);

}  // namespace chopay::cli
