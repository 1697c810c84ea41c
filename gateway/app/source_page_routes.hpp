#pragma once

#include <vector>

#include "gateway/api/services.hpp"
#include "gateway/app/source_trial.hpp"
#include "gateway/pages/bank_delay.hpp"

namespace chopay::app {

/// How long each bank's money takes to be seen, for a page.
std::vector<pages::BankDelayLook> delays_to_show(const api::Services& services);

/// Notes what a test notice came to beside the source's messages; it counts as none of them.
void note_trial(api::Services& services, const std::string& source, const Trial& trial);

/// The page of the sources of bank notices, and POST /v1/sources/{source}/test, which has a
/// source's settings read a test notice. Nothing of a test goes before the rules: it cannot become
/// money.
void add_source_page_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
