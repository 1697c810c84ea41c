#include "gateway/api/papers.hpp"

#include <optional>
#include <utility>

#include "gateway/api/problems.hpp"

namespace chopay::api {

namespace report = merchant::report;
using http::Response;

std::variant<PaperName, Response> paper_named(std::string_view text) {
  PaperName name{text, report::format_forms.front()};
  const auto point = text.rfind('.');
  // The points between two days are none before an ending.
  const bool ends = point != std::string_view::npos && (point == 0 || text[point - 1] != '.');
  if (!ends) return name;
  const auto form = report::format_named(text.substr(point + 1));
  if (!form) return bad_request("bad_format", "there are .json, .csv, .xlsx and .pdf");
  name.of = text.substr(0, point);
  name.form = *form;
  return name;
}

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

net::Task<Response> make_paper(Services& services, net::Loop& loop, report::FormatForm form,
                               ReadReport read) {
  std::optional<merchant::Result<std::string>> bytes;
  std::string name;
  ReaderPool::Work making = [&](ledger::Reader& reader) {
    const auto made = read(reader);
    if (!made) {
      bytes = made.error();
      return;
    }
    name = made->file_name;
    bytes = report::render(*made, form);
  };
  if (!co_await services.papers.run(loop, std::move(making))) co_return problem_of(LaneState::busy);
  if (!*bytes) co_return problem_of(bytes->error());
  co_return document_answer(std::move(**bytes), form, name);
}

}  // namespace chopay::api
