#include "gateway/app/set_up.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using app::SetUp;
using app::SetUpPlan;

namespace {

const auto start = ledger::parse_instant("2026-11-24T07:05:00.000Z").value();

struct Begun {
  ledger::SystemRandom random;
  SetUp set_up;
  std::string link =
      set_up.begin(random, start, "nowhere", [](const SetUpPlan&) { return std::string{}; });
};

}  // namespace

TEST_CASE("The link of the set-up has 256 bits, is good once, and for half an hour") {
  Begun begun;
  CHECK(begun.link.size() == 64);
  CHECK(begun.set_up.is_link(begun.link, start));
  CHECK_FALSE(begun.set_up.is_link(begun.link, start + SetUp::link_lifetime));
  CHECK_FALSE(begun.set_up.take_link(begun.link, begun.random, start + SetUp::link_lifetime));
  REQUIRE(begun.set_up.take_link(begun.link, begun.random, start));
  CHECK_FALSE(begun.set_up.is_link(begun.link, start));
  CHECK_FALSE(begun.set_up.take_link(begun.link, begun.random, start));
}

TEST_CASE("Neither another link nor none opens the set-up") {
  Begun begun;
  for (const std::string& wrong : {std::string{}, std::string(64, '0'), begun.link.substr(1)}) {
    CHECK_FALSE(begun.set_up.is_link(wrong, start));
    CHECK_FALSE(begun.set_up.take_link(wrong, begun.random, start));
  }
  CHECK(begun.set_up.is_link(begun.link, start));
}

TEST_CASE("Only the browser that took the link sets up, and not for ever") {
  Begun begun;
  CHECK_FALSE(begun.set_up.is_browser(begun.link, start));
  const auto browser = begun.set_up.take_link(begun.link, begun.random, start).value();
  CHECK(browser != begun.link);
  CHECK(begun.set_up.is_browser(browser, start));
  CHECK_FALSE(begun.set_up.is_browser("", start));
  CHECK_FALSE(begun.set_up.is_browser(begun.link, start));
  CHECK_FALSE(begun.set_up.is_browser(browser, start + SetUp::browser_lifetime));
}

TEST_CASE("A gateway that needs no set-up knows no link and no browser") {
  SetUp idle;
  CHECK_FALSE(idle.is_pending());
  CHECK_FALSE(idle.is_link("", start));
  CHECK_FALSE(idle.is_browser("", start));
}

TEST_CASE("A plan that was kept is read again as it was") {
  const testing::TemporaryDirectory folder;
  CHECK_FALSE(app::kept_plan(folder.path()));
  const SetUpPlan plan{R"({"id":"cho"})", "Chị \"Lan\"", "sepay", "970436", "a\\b"};
  app::keep_plan(plan, folder.path());
  const auto kept = app::kept_plan(folder.path());
  REQUIRE(kept);
  CHECK(kept->market == plan.market);
  CHECK(kept->person == plan.person);
  CHECK(kept->kind == plan.kind);
  CHECK(kept->bank == plan.bank);
  CHECK(kept->secret == plan.secret);
}

TEST_CASE("The source's files are read as settings, written once and never over another's") {
  const testing::TemporaryDirectory folder;
  const SetUpPlan plan{"", "", "sepay", "970436", "first"};
  CHECK(app::in_the_way(plan, folder.path()).empty());
  app::write_source_files(plan, folder.path());
  CHECK(app::in_the_way(plan, folder.path()).ends_with("/sepay.secret"));
  app::write_source_files({"", "", "sepay", "", "second"}, folder.path());
  const auto sources = config::read_sources(app::sources_path(folder.path()));
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].id == "sepay");
  CHECK(sources[0].bank == "970436");
  CHECK(config::read_secret(sources[0].secret_file) == "first");
}
