#pragma once

#include "gateway/api/services.hpp"
#include "gateway/http/router.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::app {

/// What somebody wants to read: as the address's "lang" says, else as it said before (a cookie),
/// else as the browser's Accept-Language prefers; Vietnamese where none of them names one of ours.
pages::Language language_of(const http::Request& request);

/// The handler of a page, which also has the browser remember what the address's "lang" says; any
/// other handler as it is.
http::Handler remembering_language(const http::Route& row, http::Handler handler,
                                   const api::Services& services);

}  // namespace chopay::app
