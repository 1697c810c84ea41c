#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "gateway/api/services.hpp"
#include "gateway/pages/words.hpp"
#include "merchant/registry.hpp"

namespace chopay::app {

/// Who opens a page; in a sandbox with a key from the link counted in, and the cookie that keeps
/// it.
struct Visitor {
  Visitor(const http::Request& request, const api::Services& services);
  http::Response with_cookie(http::Response response) const;

  api::Caller caller;
  std::string cookie;
};

/// Where somebody who may not see a page goes: a device to its PIN, a board to its sign-in.
http::Response turned_away(const api::Caller& caller, std::string_view to_sign_in = {},
                           pages::Language language = pages::Language::vietnamese);

using SharedRegistry = std::shared_ptr<const merchant::Registry>;

/// The access's market as it is registered now, or the answer that says why it cannot be asked.
net::Task<std::variant<SharedRegistry, http::Response>> registry_of(api::Services& services,
                                                                    net::Loop& loop,
                                                                    const api::Access& access);

}  // namespace chopay::app
