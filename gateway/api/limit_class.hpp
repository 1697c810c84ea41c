#pragma once

#include <optional>
#include <string_view>

#include "gateway/http/message.hpp"

namespace chopay::api {

/// How the requests of a route are counted, so that nobody takes all of what they cost.
enum class LimitClass {
  asked,  ///< by key, or by address without one; every answer says how much is left
  page,   ///< by key where a page is read with one, else by address
  proof,  ///< by address: somebody proves who they are, which is dear and could be guessed
  own,    ///< the route counts itself: by source once it has proved itself, or by its own setting
  probe,  ///< not counted: read from memory by what watches the gateway, which must not go blind
};

/// The class of a route of the gateway; nothing where the table has none, which a test finds.
std::optional<LimitClass> limit_class_of(http::Method method, std::string_view pattern);

}  // namespace chopay::api
