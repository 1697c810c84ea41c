#include "merchant/report/day_slip.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "merchant/report/frame.hpp"
#include "merchant/vietnamese.hpp"
#include "qr/canvas.hpp"

namespace chopay::merchant::report {
namespace {

using qr::Align;
using qr::TextStyle;

constexpr double body_mm = 3.2;  // the em of most lines, on the narrow roll
constexpr double narrow_width_mm = 58;
constexpr double line_part = 1.55;     // height of a line to its em
constexpr double letters_part = 0.54;  // a letter's width to its em, on average

/// One line of the slip: a text, or a name with its figure at the right.
struct SlipLine {
  std::string words;
  std::string figure = {};
  double size = 1;  ///< of the em, to that of most lines
  bool bold = false;
  Align align = Align::centre;
};

std::vector<SlipLine> lines_of_slip(const DaySlip& slip) {
  const auto& figures = slip.figures;
  std::vector<SlipLine> lines{{slip.market_name, {}, 1.2, true}};
  if (slip.sandbox) lines.push_back({"CHỢ THỬ – TIỀN KHÔNG CÓ THẬT", {}, 1, true});
  lines.push_back({"PHIẾU TỔNG HỢP NGÀY", {}, 1.3, true});
  lines.push_back({format_day(slip.day), {}, 1.1, false});
  lines.push_back({});
  lines.push_back({"Sạp " + slip.stall + " · " + slip.zone_name, {}, 1.1, true});
  lines.push_back({slip.stall_name});
  lines.push_back({slip.household});
  lines.push_back({});
  lines.push_back({"Số giao dịch", format_number(figures.count)});
  lines.push_back({"Tổng tiền nhận", format_amount(figures.gross)});
  lines.push_back({"Hoàn tiền", format_amount(figures.refunds)});
  lines.push_back({"Thực nhận", format_amount(figures.net()), 1.3, true});
  lines.push_back({"Bằng chữ: " + amount_on_paper(figures.net()), {}, 1, false, Align::left});
  lines.push_back({});
  lines.push_back({"Tiền nhận qua QR (chưa gồm tiền mặt)", {}, 0.85});
  lines.push_back({"Không phải hóa đơn, không thay thế hóa đơn điện tử", {}, 0.85, true});
  lines.push_back({});
  const auto seq = "Sổ cái " + std::to_string(ledger::number(slip.head.seq));
  const bool empty = slip.as_of == ledger::Instant{};
  lines.push_back(
      {(empty ? "" : "Số liệu lúc " + format_moment(slip.as_of) + " · ") + seq, {}, 0.7});
  const auto hash = ledger::to_hex(slip.head.hash);
  lines.push_back({"Mã kiểm tra:", {}, 0.7});
  lines.push_back({hash.substr(0, hash.size() / 2), {}, 0.7});
  lines.push_back({hash.substr(hash.size() / 2), {}, 0.7});
  return lines;
}

/// Lays the lines one below the other; without a canvas it only measures.
class SlipSheet {
 public:
  explicit SlipSheet(const SlipPaper& paper)
      : paper_(paper),
        width_(paper.width_mm - 2 * paper.margin_mm),
        em_(body_mm * std::sqrt(paper.width_mm / narrow_width_mm)) {}

  /// How far down the lines come.
  double draw(const std::vector<SlipLine>& lines, qr::Canvas* canvas) const {
    double y = paper_.margin_mm;
    for (const auto& line : lines) {
      const double height = height_of(line);
      if (canvas && line.words.empty()) {
        const double middle = y + height / 2;
        canvas->line(paper_.margin_mm, middle, paper_.width_mm - paper_.margin_mm, middle,
                     qr::black, 0.15, 0.8);
      } else if (canvas) {
        draw_line(*canvas, line, y, height);
      }
      y += height;
    }
    return y + paper_.margin_mm;
  }

 private:
  double height_of(const SlipLine& line) const {
    if (line.words.empty()) return em_;
    const double size = em_ * line.size;
    if (!line.figure.empty()) return size * line_part;
    const auto letters = std::ranges::count_if(
        line.words, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    const double rows = std::ceil(static_cast<double>(letters) * size * letters_part / width_);
    return std::max(rows, 1.0) * size * line_part;
  }

  void draw_line(qr::Canvas& canvas, const SlipLine& line, double y, double height) const {
    TextStyle style{.size = em_ * line.size, .bold = line.bold, .align = line.align, .wrap = true};
    if (line.figure.empty()) {
      canvas.text({paper_.margin_mm, y, width_, height}, line.words, style);
      return;
    }
    style.wrap = false;
    style.align = Align::left;
    canvas.text({paper_.margin_mm, y, width_ * 0.45, height}, line.words, style);
    style.align = Align::right;
    canvas.text({paper_.margin_mm + width_ * 0.45, y, width_ * 0.55, height}, line.figure, style);
  }

  const SlipPaper paper_;
  const double width_;
  const double em_;
};

Result<std::string> finished(qr::Canvas& canvas) {
  auto bytes = canvas.finish();
  if (!bytes) return Error{Errc::report_failed, bytes.error().message()};
  return std::move(*bytes);
}

}  // namespace

std::optional<SlipPaper> slip_paper(std::string_view name) {
  for (const auto& paper : slip_papers) {
    if (paper.name == name) return paper;
  }
  return std::nullopt;
}

DaySlip read_day_slip(ledger::Reader& reader, const Registry& registry, const StallId& stall,
                      ledger::BusinessDay day) {
  const ledger::FrozenView view{reader};
  const auto& known = *registry.stall(stall);
  ledger::DayTotals sums{reader.head(registry.market), {}};
  for (const auto* account : {"sales/", "refund/", "reversed/sales/", "reversed/refund/"}) {
    auto total = reader.day_total(registry.market, day, account + stall.text());
    if (total) sums.totals.push_back(std::move(*total));
  }
  const auto* zone = registry.zone(known.zone);
  DaySlip slip{
      registry.name, zone ? zone->name : "",        stall.text(), known.name, known.household,
      day,           market_day(day, sums).figures, {},           sums.head,  registry.sandbox};
  slip.as_of = time_of(reader, registry.market, sums.head);
  return slip;
}

Result<std::string> draw_slip_pdf(const DaySlip& slip, const SlipPaper& paper) {
  const SlipSheet sheet{paper};
  const auto lines = lines_of_slip(slip);
  const double height = std::max(paper.height_mm, sheet.draw(lines, nullptr));
  auto canvas = qr::Canvas::pdf(paper.width_mm, height,
                                "Phiếu tổng hợp ngày " + slip.stall + " " + format_day(slip.day),
                                ledger::format_instant(slip.as_of));
  sheet.draw(lines, &canvas);
  return finished(canvas);
}

Result<std::string> draw_slip_png(const DaySlip& slip, const SlipPaper& paper,
                                  double pixels_per_mm) {
  const SlipSheet sheet{paper};
  const auto lines = lines_of_slip(slip);
  const double height = std::max(paper.height_mm, sheet.draw(lines, nullptr));
  auto canvas = qr::Canvas::picture(paper.width_mm, height, pixels_per_mm);
  sheet.draw(lines, &canvas);
  return finished(canvas);
}

}  // namespace chopay::merchant::report
