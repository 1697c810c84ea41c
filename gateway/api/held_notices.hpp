#pragma once

#include <cstddef>
#include <vector>

#include "gateway/api/access.hpp"
#include "merchant/command.hpp"

namespace chopay::api {

/// Whose account a held notice is of, as far as the registry knows.
std::vector<merchant::StallId> stalls_of(const merchant::HeldNotice& notice,
                                         const merchant::Registry& registry);
/// True where the access may see the notice and say what it is: a program; a board where nothing of
/// it is a stall's sales that it may not see; a household where the account is its stall's alone.
bool may_settle(const Access& access, const merchant::HeldNotice& notice,
                const merchant::Registry& registry);
/// Those of the list that the access may settle.
std::vector<merchant::HeldTransfer> visible_held(const Access& access,
                                                 const merchant::HeldList& list);

}  // namespace chopay::api
