#pragma once

#include <string>

#include "gateway/pages/markup.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

/// What people call the bank of the account: "Vietcombank". Its BIN when the directory lacks it.
std::string bank_name(const merchant::PayeeAccount& account);

/// "Vietcombank ••••6789": how an account is shown on a screen.
std::string account_words(const merchant::PayeeAccount& account);

/// The line that says that money is not real here; empty for a live market.
Markup sandbox_mark(bool sandbox);

}  // namespace chopay::pages
