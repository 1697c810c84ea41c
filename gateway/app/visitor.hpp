#pragma once

#include <string>
#include <string_view>

#include "gateway/api/services.hpp"

namespace chopay::app {

/// Who opens a page, with a key from the link counted in, and the cookie that keeps it.
struct Visitor {
  Visitor(const http::Request& request, const api::Services& services);
  http::Response with_cookie(http::Response response) const;

  api::Caller caller;
  std::string cookie;
};

/// Where somebody who may not see a page goes: a locked device to its PIN, a board to its sign-in.
http::Response turned_away(const api::Caller& caller, std::string_view to_sign_in = {});

}  // namespace chopay::app
