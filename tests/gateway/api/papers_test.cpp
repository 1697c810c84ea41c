#include "gateway/api/papers.hpp"

#include <catch2/catch.hpp>

using namespace chopay;
using namespace chopay::api;
using merchant::report::Format;

TEST_CASE("A paper's address is what it is of, and the format behind its last point") {
  const auto named = [](std::string_view text) { return std::get<PaperName>(paper_named(text)); };
  CHECK(named("2026-11.pdf").of == "2026-11");
  CHECK(named("2026-11.pdf").form.format == Format::pdf);
  CHECK(named("2026-11-24").form.format == Format::json);
  CHECK(named("now.xlsx").of == "now");
  CHECK(named("2026-11-01..2026-11-15").of == "2026-11-01..2026-11-15");
  CHECK(named("2026-11-01..2026-11-15.csv").of == "2026-11-01..2026-11-15");
}

TEST_CASE("The ending of no format is refused") {
  for (const auto* text : {"2026-11.doc", "2026-11.", ".", ".pdfx", "2026-11.PDF"}) {
    const auto named = paper_named(text);
    REQUIRE(std::holds_alternative<http::Response>(named));
    CHECK(std::get<http::Response>(named).status == 400);
  }
}
