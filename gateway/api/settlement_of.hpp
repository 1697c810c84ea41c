#pragma once

#include <variant>

#include "gateway/api/papers.hpp"
#include "gateway/api/services.hpp"
#include "merchant/report/settlement_report.hpp"
#include "merchant/settlement.hpp"

namespace chopay::api {

/// What somebody wants to have on paper.
struct DocumentWish {
  merchant::report::Period period;
  merchant::report::By by = merchant::report::By::stall;
  merchant::report::FormatForm form = merchant::report::format_forms.front();
};

/// The settlement of a day of the access's market, a board's without what it may not see; or the
/// answer that says why there is none.
net::Task<std::variant<merchant::Settlement, http::Response>> settlement_of(
    Services& services, net::Loop& loop, Access access, ledger::BusinessDay date);

/// The settlement document as the access may see it. The plain forms of a day by stall are older
/// than the reports, and stay as they were.
net::Task<http::Response> settlement_document(Services& services, net::Loop& loop, Access access,
                                              DocumentWish wish);

}  // namespace chopay::api
