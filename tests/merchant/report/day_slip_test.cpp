#include "merchant/report/day_slip.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

#include "tests/merchant/report/reported_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::report;
using namespace chopay::testing;

namespace {

/// A day of S1 with two sales, beside others of other stalls and days.
struct SlipMarket : ReportedMarket {
  SlipMarket() {
    sell("S1", 85'000);
    sell("S1", 1'234'567);
    sell("S2", 999'999);
    receive_unexplained(3'333);
  }
  DaySlip slip(const std::string& stall, const std::string& day) {
    store();
    return read_day_slip(*reader(), *registry(), StallId::parse(stall).value(),
                         ledger::parse_business_day(day).value());
  }
};

void keep_if_asked(const std::string& name, const std::string& bytes) {
  const char* folder = std::getenv("CHOPAY_RENDER");
  if (folder == nullptr) return;
  std::ofstream{std::string{folder} + "/" + name, std::ios::binary} << bytes;
}

}  // namespace

TEST_CASE("A slip has the stall's own day and nothing of another's") {
  SlipMarket market;
  const auto slip = market.slip("S1", "2026-11-24");
  CHECK(slip.figures.count == 2);
  CHECK(slip.figures.net() == Dong{1'319'567});
  CHECK(market.slip("S1", "2026-11-23").figures.count == 0);
  CHECK(market.slip("S3", "2026-11-24").figures.count == 0);
}

TEST_CASE("On every paper a slip says the figures, the words, and that it is no invoice") {
  SlipMarket market;
  const auto slip = market.slip("S1", "2026-11-24");
  for (const auto& paper : slip_papers) {
    const auto pdf = draw_slip_pdf(slip, paper).value();
    const auto png = draw_slip_png(slip, paper, 8).value();
    keep_if_asked("slip_" + std::string{paper.name} + ".pdf", pdf);
    keep_if_asked("slip_" + std::string{paper.name} + ".png", png);
    CHECK(pdf == draw_slip_pdf(slip, paper).value());
    CHECK(png == draw_slip_png(slip, paper, 8).value());
    CHECK(png.starts_with("\x89PNG"));
    const auto text = text_of_pdf(pdf);
    if (!text) continue;
    for (const auto* words : {"Sạp S1", "24/11/2026", "1.319.567", "Thực nhận", "Bằng chữ: Một",
                              "Không phải hóa đơn", "Mã kiểm tra:"}) {
      INFO(words);
      CHECK(text->find(words) != std::string::npos);
    }
    CHECK(text->find("999.999") == std::string::npos);
  }
  CHECK_FALSE(slip_paper("a3"));
}
