#pragma once

#include <cstddef>
#include <vector>

#include "gateway/api/access.hpp"
#include "merchant/command.hpp"

namespace chopay::api {

/// The newest alarms that the access may see, at most so many, the newest first. Those of sales
/// only for the stall, for programs, and where its household lets the board see them.
std::vector<merchant::Alarm> visible_alarms(const Access& access, const merchant::Alarms& alarms,
                                            std::size_t most);

}  // namespace chopay::api
