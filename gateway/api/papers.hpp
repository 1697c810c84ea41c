#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "gateway/api/services.hpp"
#include "gateway/http/query.hpp"
#include "merchant/report/formats.hpp"

namespace chopay::api {

/// How long a paper's client waits, behind those that were asked for before it, on a thread before
/// which all others go: longer than for an ordinary answer, and shorter than the minute after which
/// a reverse proxy ends the request by itself.
inline constexpr std::chrono::seconds paper_max{50};

/// The last part of a paper's address: what it is of, and in which format.
struct PaperName {
  std::string_view of;  ///< "2026-11"
  merchant::report::FormatForm form;
};

/// Takes "2026-11.pdf" or "2026-11-01..2026-11-15.xlsx" apart; JSON where it has no ending. 400 for
/// the ending of no format.
std::variant<PaperName, http::Response> paper_named(std::string_view text);

/// Takes "separator" of the query into the form; false for another text than `;` and `,`.
bool take_separator(const http::Query& query, merchant::report::FormatForm& form);
/// 400 for such a text.
http::Response bad_separator();

/// 200 with a document for a file of that name and the format's ending.
http::Response document_answer(std::string bytes, const merchant::report::FormatForm& form,
                               const std::string& name);

/// What reads the ledger for a paper, on the thread that also draws it.
using ReadReport = std::function<merchant::Result<merchant::report::Report>(ledger::Reader&)>;

/// Has the paper made by Services::papers; 503 where too many wait. What `read` refers to must live
/// until this has returned.
net::Task<http::Response> make_paper(Services& services, net::Loop& loop,
                                     merchant::report::FormatForm form, ReadReport read);

}  // namespace chopay::api
