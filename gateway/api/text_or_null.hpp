#pragma once

#include "merchant/text_or_null.hpp"

namespace chopay::api {

using merchant::text_or_null;

}  // namespace chopay::api
