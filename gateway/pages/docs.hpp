#pragma once

#include <string_view>

#include "gateway/http/message.hpp"

namespace chopay::pages {

/// The description of the API (OpenAPI 3.1) as a page for people: every route, its parameters, its
/// bodies and its answers, and every schema. Plain HTML without script: the packages that draw such
/// descriptions write style into the page, which its policy forbids, and weigh a megabyte.
/// REQUIRES: `openapi` is our own description, whose references lead somewhere.
http::Response docs_page(std::string_view openapi);

}  // namespace chopay::pages
