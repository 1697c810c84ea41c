#pragma once

#include <string>
#include <variant>

#include "gateway/api/services.hpp"

namespace chopay::api {

/// Makes a key that opens the access, durably, and lets it in from now on; or the answer that says
/// why there is none. The key is known to the caller alone. `access` must outlive the task.
net::Task<std::variant<std::string, http::Response>> keep_new_key(Services& services,
                                                                  net::Loop& loop,
                                                                  const Access& access);

}  // namespace chopay::api
