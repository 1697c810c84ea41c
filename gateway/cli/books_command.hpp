#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// `books`: a household's books of a period, drafted from the ledger.
void add_books_command(Command& root);

}  // namespace chopay::cli
