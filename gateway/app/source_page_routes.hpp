#pragma once

#include <vector>

#include "gateway/api/services.hpp"
#include "gateway/pages/bank_delay.hpp"

namespace chopay::app {

/// How long each bank's money takes to be seen, for a page.
std::vector<pages::BankDelayLook> delays_to_show(const api::Services& services);

/// The page of the sources of bank notices, and POST /v1/sources/{source}/test, which has a
/// source's settings read a test notice. Nothing of a test goes before the rules: it cannot become
/// money.
void add_source_page_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
