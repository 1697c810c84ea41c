#include "gateway/api/document_links.hpp"

#include <catch2/catch.hpp>

using namespace chopay;
using namespace chopay::api;

namespace {

DocumentLink some_link() {
  DocumentLink link;
  link.market = merchant::MarketId::parse("ha-long-1").value();
  link.wish = {merchant::report::parse_period("2026-11").value(), merchant::report::By::hour,
               *merchant::report::format_named("csv")};
  link.wish.form.separator = ',';
  link.made_at = ledger::parse_instant("2026-11-24T01:00:00.000Z").value();
  link.expires_at = ledger::parse_instant("2026-12-01T01:00:00.000Z").value();
  link.by = "board:0123456789";
  return link;
}

}  // namespace

TEST_CASE("A link is kept under its token's hash and read back whole") {
  const auto link = some_link();
  const auto row = document_link_row("0f", link);
  CHECK(row.name == "document/ha-long-1/0f");
  const auto read = read_document_link(link.market, *row.value);
  REQUIRE(read);
  CHECK(to_string(read->wish.period) == "2026-11");
  CHECK(read->wish.by == merchant::report::By::hour);
  CHECK(read->wish.form.name == "csv");
  CHECK(read->wish.form.separator == ',');
  CHECK(read->expires_at == link.expires_at);
  CHECK(read->by == link.by);
}

TEST_CASE("A row that cannot be read opens nothing") {
  const auto market = some_link().market;
  auto text = *document_link_row("0f", some_link()).value;
  text.replace(text.find("2026-11\""), 7, "2026-13");
  for (const std::string& broken : {std::string{}, std::string{"{}"}, std::string{"[1]"}, text}) {
    CHECK(!read_document_link(market, broken));
  }
}
