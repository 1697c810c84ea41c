#include "merchant/name_correction.hpp"

#include <catch2/catch.hpp>

#include "merchant/rules.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using testing::MarketDesk;

namespace {

Result<void> correct(MarketDesk& desk, const std::string& zone, const std::string& name) {
  return desk.ask(CorrectName{MarketDesk::market(), {zone, name}, "board:x"});
}

const Registry& registry(MarketDesk& desk) {
  return *desk.rules.book(MarketDesk::market())->registry();
}

}  // namespace

TEST_CASE("A market and a zone are called otherwise by an entry; the same name writes none") {
  MarketDesk desk;
  desk.open_market();
  CHECK(correct(desk, "", "Chợ Hạ Long II").has_value());
  CHECK(correct(desk, "A", "Khu cá").has_value());
  CHECK(registry(desk).name == "Chợ Hạ Long II");
  CHECK(registry(desk).zone("A")->name == "Khu cá");
  CHECK(desk.log.back().entry.kind == ledger::Kind::name_corrected);
  const auto entries = desk.log.size();
  CHECK(correct(desk, "A", "Khu cá").has_value());
  CHECK(desk.log.size() == entries);
}

TEST_CASE("The board's contact lies beside its correction, and no name changes with it") {
  MarketDesk desk;
  desk.open_market();
  const auto before = registry(desk).contact_at;
  const auto told = [&](std::optional<std::string> contact, const std::string& zone,
                        const std::string& name) {
    return desk.ask(CorrectName{MarketDesk::market(), {zone, name}, "board:x", std::move(contact)});
  };
  REQUIRE(told("Anh Ba, 0912345678", "", "").has_value());
  const auto& entry = desk.log.back();
  CHECK(registry(desk).contact_at == entry.entry.seq);
  CHECK(registry(desk).contact_at != before);
  CHECK(entry.entry.data == R"({"contact":true,"by":"board:x"})");
  CHECK(entry.private_part.find("Anh Ba, 0912345678") != std::string::npos);
  const auto name = registry(desk).name;
  CHECK(told("", "", "").has_value());
  CHECK(registry(desk).name == name);
  CHECK(told("Chị Tư", "", "Chợ Hạ Long II").has_value());
  CHECK(registry(desk).name == "Chợ Hạ Long II");
  CHECK(told("Chị Năm", "", "Chợ Hạ Long II").has_value());
  CHECK(desk.log.back().entry.data == R"({"contact":true,"by":"board:x"})");
  std::string longest;
  for (int i = 0; i < 200; ++i) longest += "ị";
  CHECK(told(longest, "", "").has_value());
  const auto entries = desk.log.size();
  CHECK(told(longest + 'x', "", "").error().code == Errc::bad_text);
  CHECK(told("Chị\nTư", "", "").error().code == Errc::bad_text);
  CHECK(told("Chị Tư", "A", "").error().code == Errc::bad_text);
  CHECK(desk.log.size() == entries);
}

TEST_CASE("A name that is none, or of what there is not, changes nothing") {
  MarketDesk desk;
  desk.open_market();
  const auto entries = desk.log.size();
  CHECK(correct(desk, "", "").error().code == Errc::bad_text);
  CHECK(correct(desk, "A", "Khu\ncá").error().code == Errc::bad_text);
  CHECK(correct(desk, "A", std::string(name_bytes_max + 1, 'x')).error().code == Errc::bad_text);
  CHECK(correct(desk, "Z9", "Khu cá").error().code == Errc::unknown_zone);
  CHECK(desk.log.size() == entries);
}
