#pragma once

#include <atomic>
#include <string>

#include "gateway/api/services.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/http/query.hpp"
#include "merchant/report/formats.hpp"
#include "merchant/report/settlement_report.hpp"

namespace chopay::api {

/// What somebody wants to have on paper.
struct DocumentWish {
  merchant::report::Period period;
  merchant::report::By by = merchant::report::By::stall;
  merchant::report::FormatForm form = merchant::report::format_forms.front();
};

/// Takes "separator" of the query into the form; false for another text than `;` and `,`.
bool take_separator(const http::Query& query, merchant::report::FormatForm& form);
/// 400 for such a text.
http::Response bad_separator();

/// 200 with a document for a file of that name and the format's ending.
http::Response document_answer(std::string bytes, const merchant::report::FormatForm& form,
                               const std::string& name);

/// Makes the market's reports: reads on the readers, draws on one thread of its own, so that
/// neither an I/O thread nor the lane waits for a document. A few may be under way at once; more
/// are answered 503.
class SettlementDocuments {
 public:
  explicit SettlementDocuments(Services& services);

  /// The document as the access may see it (board_view.hpp), or the answer that says why not.
  net::Task<http::Response> make(net::Loop& loop, Access access, DocumentWish wish);

 private:
  net::Task<http::Response> make_one(net::Loop& loop, const Access& access,
                                     const DocumentWish& wish);

  Services& services_;
  WorkerPool pool_;
  std::atomic<int> under_way_ = 0;
};

}  // namespace chopay::api
