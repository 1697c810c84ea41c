#include "gateway/api/settlement_documents.hpp"

#include <optional>
#include <utility>

#include "gateway/api/problems.hpp"

namespace chopay::api {
namespace {

namespace report = merchant::report;
using http::Response;

/// A document of the largest market is some MB in memory while it is made.
constexpr int documents_max = 8;
constexpr std::size_t drawing_threads_of_documents = 1;

/// Counts one document for as long as it lives.
class UnderWay {
 public:
  explicit UnderWay(std::atomic<int>& count) : count_(count), number_(++count) {}
  ~UnderWay() { --count_; }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;
  bool too_many() const { return number_ > documents_max; }

 private:
  std::atomic<int>& count_;
  const int number_;
};

report::Figures seen_by(const Access& access, report::Figures figures) {
  if (access.may(Deed::see_every_stall, {})) return figures;
  auto view = report::board_view(std::move(figures));
  return access.role == Role::ward ? report::ward_view(std::move(view)) : view;
}

}  // namespace

bool take_separator(const http::Query& query, report::FormatForm& form) {
  const auto separator = report::separator_named(query.find("separator").value_or(";"));
  if (separator) form.separator = *separator;
  return separator.has_value();
}

Response bad_separator() {
  return bad_request("bad_query", "separator is ; (%3B) or ,");
}

Response document_answer(std::string bytes, const report::FormatForm& form,
                         const std::string& name) {
  Response response;
  response.content_type = form.content_type;
  response.body = std::move(bytes);
  if (form.format != report::Format::json) {
    response.headers.add("Content-Disposition",
                         "attachment; filename=\"" + name + '.' + std::string{form.name} + '"');
  }
  return response;
}

SettlementDocuments::SettlementDocuments(Services& services)
    : services_(services), pool_(drawing_threads_of_documents, documents_max) {}

net::Task<Response> SettlementDocuments::make(net::Loop& loop, Access access, DocumentWish wish) {
  const UnderWay one{under_way_};
  if (one.too_many()) co_return problem_of(LaneState::busy);
  co_return co_await make_one(loop, access, wish);
}

net::Task<Response> SettlementDocuments::make_one(net::Loop& loop, const Access& access,
                                                  const DocumentWish& wish) {
  merchant::ShowRegistry what{access.market};
  auto asked = co_await services_.lane.ask(loop, what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  std::optional<report::Figures> figures;
  ReaderPool::Work reading = [&](ledger::Reader& reader) {
    figures = report::read_figures(reader, *asked.answer, wish.period);
    if (wish.by == report::By::hour) figures->hours = report::read_hours(reader, *figures);
  };
  if (!co_await services_.readers.run(loop, std::move(reading))) {
    co_return problem_of(LaneState::busy);
  }
  std::optional<merchant::Result<std::string>> bytes;
  std::string name;
  WorkerPool::Work drawing = [&](std::size_t) {
    const auto made = report::settlement_report(seen_by(access, std::move(*figures)), wish.by);
    name = made.file_name;
    bytes = report::render(made, wish.form);
  };
  if (!co_await pool_.run(loop, std::move(drawing))) co_return problem_of(LaneState::busy);
  if (!*bytes) co_return problem_of(bytes->error());
  co_return document_answer(std::move(**bytes), wish.form, name);
}

}  // namespace chopay::api
