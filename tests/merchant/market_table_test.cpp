#include "merchant/market_table.hpp"

#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using testing::MarketDesk;

namespace {

const std::string table_text =
    "\xEF\xBB\xBF"
    "Mã chợ;Tên chợ;Đơn vị quản lý;Tỉnh;Liên hệ;Ngân hàng;Số tài khoản;Chủ tài khoản;Chợ thử;;;\r\n"
    "ha-long-1;Chợ Hạ Long I;Ban quản lý;Quảng Ninh;Ông An 0203;970436;10200;BQL CHO;có;;;\r\n"
    "Mã khu;Tên khu;Mã điểm KD;Tên điểm;Diện tích (m²);Ngành hàng;Hộ kinh doanh;Mã số thuế;"
    "Điện thoại;Ngân hàng;Số tài khoản;Chủ tài khoản\r\n"
    "A;Khu hải sản;A2;'-Cá-;6,5;Hải sản;Hộ KD An;012345678901;0912345678;970436;0011;HKD AN\r\n"
    ";;A2;;;;;;;970422;0022;HKD AN\r\n"
    "A;Khu hải sản;A12;Mực;;;Hộ KD An;;;970436;0011;HKD AN\r\n"
    "B;\"Khu; rau\";;;;;;;;;;\r\n"
    "Hết;2;;;;;;;;;;\r\n";

std::string changed(std::string_view from, std::string_view to) {
  auto text = table_text;
  text.replace(text.find(from), from.size(), to);
  return text;
}

/// The problems as "row, column".
std::vector<std::string> places(const std::vector<TableProblem>& problems) {
  std::vector<std::string> found;
  for (const auto& one : problems) found.push_back(std::to_string(one.row) + ", " + one.column);
  return found;
}

std::vector<std::string> places(const std::string& text) {
  return places(read_market_table(text).value().problems);
}

using Places = std::vector<std::string>;

/// The market of the table opened, with what lies beside its entries.
RegisteredMarket opened(MarketDesk& desk, const MarketTable& table) {
  desk.ask(table.file.market).value();
  for (const auto& zone : table.file.zones) desk.ask(zone).value();
  RegisteredMarket market{nullptr, table.file.market.contact, {}};
  for (const auto& stall : table.file.stalls) {
    desk.ask(stall).value();
    market.households[stall.id] = stall.details;
  }
  market.registry = desk.rules.book(MarketDesk::market())->registry();
  return market;
}

}  // namespace

TEST_CASE("A market's table opens the market, and its export is the same bytes") {
  MarketDesk desk;
  const auto table = read_market_table(table_text).value();
  CHECK(places(table.problems) == Places{});
  const auto market = opened(desk, table);
  const auto* stall = market.registry->stall(StallId::parse("A2").value());
  CHECK(stall->name == "-Cá-");
  CHECK(stall->area_dm2 == 650);
  CHECK(stall->receives({"970422", "0022"}));
  CHECK(market.registry->board_account.holder == "BQL CHO");
  CHECK(write_market_table(market) == table_text);
  const auto with_commas = write_market_table(market, ',');
  CHECK(write_market_table({market.registry, market.contact, market.households}, ',') ==
        with_commas);
  CHECK(places(with_commas) == Places{});
  CHECK(conflicts(read_market_table(with_commas).value(), {market}).empty());
}

TEST_CASE(
    "A market's workbook is the same market as its CSV table, first zeros and signs included") {
  MarketDesk desk;
  const auto market = opened(desk, read_market_table(table_text).value());
  const auto book = write_market_workbook(market).value();
  const auto table = read_market_table(book).value();
  CHECK(places(table.problems) == Places{});
  CHECK(conflicts(table, {market}).empty());
  MarketDesk other;
  CHECK(write_market_table(opened(other, table)) == table_text);
  CHECK(write_market_workbook(market).value() == book);
}

TEST_CASE("Half a workbook, and one that is none, are refused") {
  MarketDesk desk;
  const auto book =
      write_market_workbook(opened(desk, read_market_table(table_text).value())).value();
  for (const std::size_t size : {std::size_t{2}, book.size() / 2, book.size() - 1}) {
    CHECK(read_market_table(std::string_view{book}.substr(0, size)).error().code ==
          Errc::bad_workbook);
  }
}

TEST_CASE("A tax code, a phone and a contact are never in the log") {
  MarketDesk desk;
  opened(desk, read_market_table(table_text).value());
  for (const auto& sealed : desk.log) {
    for (const char* secret : {"012345678901", "0912345678", "Ông An"}) {
      CHECK(sealed.bytes.find(secret) == std::string::npos);
    }
  }
}

TEST_CASE("Every wrong cell is told with its row and column, all at once") {
  CHECK(places(changed("'-Cá-", "-Cá-")) == Places{"4, Tên điểm"});
  CHECK(places(changed("6,5", "rộng")) == Places{"4, Diện tích (m²)"});
  CHECK(places(changed("0912345678", "912345678")) == Places{"4, Điện thoại"});
  CHECK(places(changed("012345678901", "12345678901")) == Places{"4, Mã số thuế"});
  CHECK(places(changed("970422", "ngân hàng lạ")) == Places{"5, Ngân hàng"});
  CHECK(places(changed("0022", "9,9E+12")) == Places{"5, Số tài khoản"});
  CHECK(places(changed("0022", "0011;X;")) != Places{});
  CHECK(places(changed(";A12;", ";A2;")) == Places{"6, Mã điểm KD", "8, "});
  CHECK(places(changed("A;Khu hải sản;A12", "A;Khu cá;A12")) == Places{"6, Tên khu"});
  CHECK(places(changed("Mực;;;Hộ KD An;;;970436;0011;HKD AN", "Mực;;;;;;970436;0011;HKD BINH")) ==
        Places{"6, Hộ kinh doanh", "6, Chủ tài khoản"});
  CHECK(places(changed("có", "yes")) == Places{"2, Chợ thử"});
  CHECK(places(changed("Mã điểm KD", "Mã")) == Places{"3, Mã điểm KD"});
}

TEST_CASE("Half a table is refused wherever it is cut") {
  for (std::size_t end = 0; end < table_text.size() - 12; ++end) {
    // Cuts within the table; what is left may also be no CSV or no UTF-8 at all.
    const auto table = read_market_table(std::string_view{table_text}.substr(0, end));
    CHECK((table.has_error() || !table->problems.empty()));
  }
}

TEST_CASE("An empty table is half a table too, and its problem stands in a row that there is") {
  CHECK(places(std::string{}) == std::vector<std::string>{"1, "});
}

TEST_CASE("What is registered otherwise, and another market's account, is told by row") {
  MarketDesk desk;
  const auto market = opened(desk, read_market_table(table_text).value());
  const auto conflict = [&](std::string_view from, std::string_view to) {
    return places(conflicts(read_market_table(changed(from, to)).value(), {market}));
  };
  CHECK(conflict("Mực", "Tôm") == Places{"6, Tên điểm"});
  CHECK(conflict("0912345678", "0912345679") == Places{"4, Điện thoại"});
  CHECK(conflict("0022", "0033") == Places{"4, Số tài khoản"});
  CHECK(conflict("Ông An", "Bà Ba") == Places{"2, Liên hệ"});
  CHECK(conflict("ha-long-1", "ha-long-2") == Places{"4, Số tài khoản", "6, Số tài khoản"});
  CHECK(conflict("Hết;2", "B;\"Khu; rau\";B1;Rau;;;Hộ B;;;970436;77;HKD B\r\nHết;3") == Places{});
}
