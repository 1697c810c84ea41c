#include "merchant/report/settlement_report.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "merchant/board_view.hpp"
#include "merchant/report/adjustment_tables.hpp"
#include "merchant/report/frame.hpp"
#include "merchant/report/period_tables.hpp"
#include "merchant/report/stall_table.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::merchant::report {
namespace {

constexpr std::string_view day_title = "BÁO CÁO THANH TOÁN QUA QR THEO NGÀY";
constexpr std::string_view month_title = "BÁO CÁO THANH TOÁN QUA QR THEO THÁNG";
constexpr std::string_view range_title = "BÁO CÁO THANH TOÁN QUA QR TRONG KỲ";
constexpr std::string_view trade_title = "BÁO CÁO THANH TOÁN QUA QR THEO NGÀNH HÀNG";

constexpr std::string_view hour_title = "BÁO CÁO THANH TOÁN QUA QR THEO GIỜ";
constexpr std::string_view adjustment_title = "BẢNG KÊ ĐIỀU CHỈNH SỐ LIỆU";

constexpr std::string_view cash_note = "Tiền nhận qua QR (chưa gồm tiền mặt).";
constexpr std::string_view unmatched_note =
    "Chưa khớp: tiền đã về, chưa rõ của điểm nào; không tính vào Thực nhận.";
constexpr std::string_view late_note = "GN muộn: ghi nhận muộn, giao dịch của ngày khác.";
constexpr std::string_view hidden_text = "(1) Không hiện: quá ít điểm chưa đồng ý cho xem số liệu.";
constexpr std::string_view consent_note =
    "Chỉ ghi riêng điểm có hộ kinh doanh đã đồng ý cho Ban quản lý xem số liệu.";
constexpr std::string_view trade_note =
    "Số GD và Thực nhận chỉ gồm các điểm có hộ kinh doanh đã đồng ý cho xem số liệu.";
constexpr std::string_view hour_note =
    "Chỉ gồm các điểm có hộ kinh doanh đã đồng ý cho xem số liệu.";
constexpr std::string_view no_hour_note =
    "Ngoài giờ: ghi nhận muộn, sao kê không ghi giờ, hoặc được giải thích về sau.";
constexpr std::string_view few_trade_note =
    "Ngành hàng để “–”: quá ít điểm đồng ý cho xem số liệu, không tính vào tổng cộng.";
constexpr std::string_view declared_note =
    "Theo tự khai: tiền mặt do hộ tự ghi. Chỉ gồm điểm tự ghi tiền mặt và có hộ đồng ý cho tính; "
    "“–”: dưới 5 điểm, hoặc để không lộ nhóm dưới 5 điểm.";
constexpr std::string_view charges_note =
    "Thu tiền dịch vụ chợ: tiền của Ban quản lý, không phải tiền bán hàng của các điểm.";
constexpr std::string_view adjustment_note =
    "Liệt kê theo ngày lập; số liệu thay đổi ở ngày ghi tại cột Tính cho ngày. Bút toán cũ không "
    "sửa, không xóa.";
constexpr std::string_view few_note = "Không hiện số liệu: quá ít điểm đồng ý cho xem.";
constexpr std::string_view whole_note =
    "Bản đầy đủ: có số liệu của hộ kinh doanh chưa đồng ý cho Ban quản lý xem. Không giao cho Ban "
    "quản lý.";

/// How reports are called, and what their files' names begin with.
struct Code {
  std::string_view report;
  std::string_view file;
};

Code code_of(By by) {
  switch (by) {
    case By::stall:
      return {"BC-01", "BC01"};
    case By::trade:
      return {"BC-02", "BC02"};
    case By::hour:
      return {"BC-02", "BC02-gio"};
    case By::adjustment:
      break;
  }
  return {"BC-01", "BC01-dieu-chinh"};
}

std::string_view title_of(const Period& period, By by) {
  if (by == By::trade) return trade_title;
  if (by == By::hour) return hour_title;
  if (by == By::adjustment) return adjustment_title;
  switch (period.kind) {
    case Period::Kind::day:
      return day_title;
    case Period::Kind::month:
      return month_title;
    case Period::Kind::quarter:
    case Period::Kind::range:
      break;
  }
  return range_title;
}

/// How many stalls of the market the figures do not list.
std::int64_t stalls_unlisted(const Settlement& whole) {
  std::int64_t missing = 0;
  for (const auto& zone : whole.zones) {
    missing += zone.stalls_all - static_cast<std::int64_t>(zone.stalls.size());
  }
  return missing;
}

bool lists_without_consent(const Figures& figures) {
  return std::ranges::any_of(figures.now.whole.zones, [&](const ZoneSettlement& zone) {
    return std::ranges::any_of(zone.stalls, [&](const StallSettlement& stall) {
      return !board_sees(*figures.registry, stall.stall);
    });
  });
}

bool hides(const Settlement& whole) {
  return whole.hidden || std::ranges::any_of(whole.zones, &ZoneSettlement::hidden);
}

bool has_cell(const Table& table, std::string_view words) {
  return std::ranges::any_of(table.rows, [&](const Row& row) {
    return std::ranges::any_of(row.cells, [&](const Cell& cell) {
      const auto* text = std::get_if<std::string>(&cell);
      return text && *text == words;
    });
  });
}

/// Of what is by stall.
void append_stall_notes(std::vector<std::string_view>& notes, const Figures& figures,
                        const Report& report, bool unlisted) {
  notes.push_back(unmatched_note);
  if (has_cell(report.tables.front(), "GN muộn")) notes.push_back(late_note);
  if (hides(figures.now.whole)) notes.push_back(hidden_text);
  if (unlisted) notes.push_back(consent_note);
}

void append_trade_notes(std::vector<std::string_view>& notes, const Figures& figures,
                        const Report& report, bool unlisted) {
  if (unlisted) notes.push_back(trade_note);
  if (figures.by_trade.size() < figures.now.whole.trades.size()) notes.push_back(few_trade_note);
  const auto has_table = [&](std::string_view key) {
    return std::ranges::find(report.tables, key, &Table::key) != report.tables.end();
  };
  if (has_table("declared")) notes.push_back(declared_note);
  if (has_table("charges")) notes.push_back(charges_note);
}

std::vector<std::string> notes_of(const Figures& figures, const Report& report, By by) {
  const bool unlisted = stalls_unlisted(figures.now.whole) > 0;
  std::vector<std::string_view> notes{cash_note};
  switch (by) {
    case By::stall:
      append_stall_notes(notes, figures, report, unlisted);
      break;
    case By::trade:
      append_trade_notes(notes, figures, report, unlisted);
      break;
    case By::hour:
      notes.push_back(no_hour_note);
      if (unlisted) notes.push_back(figures.hours.empty() ? few_note : hour_note);
      break;
    case By::adjustment:
      notes.push_back(adjustment_note);
      if (unlisted) notes.push_back(hour_note);
      break;
  }
  if (lists_without_consent(figures)) notes.push_back(whole_note);
  return {notes.begin(), notes.end()};
}

std::vector<Table> tables_of(const Figures& figures, By by) {
  if (by == By::trade) {
    const bool charges =
        figures.sees_charges && !figures.registry->board_account.account.number.empty();
    std::vector<Table> tables{trade_table(figures)};
    if (any_shares_cash(*figures.registry)) tables.push_back(declared_table(figures));
    if (charges) tables.push_back(cashless_table(figures));
    return tables;
  }
  if (by == By::hour) return {hour_table(figures)};
  if (by == By::adjustment) return adjustment_tables(figures);
  if (figures.now.period.kind == Period::Kind::day) return {stall_table_of_day(figures)};
  std::vector<Table> tables{stall_table_of_period(figures), day_table(figures)};
  if (figures.now.period.kind == Period::Kind::month) tables.push_back(comparison_table(figures));
  return tables;
}

/// The sum that is signed, as the last row of the first table has it; nothing where it may not be
/// seen, or where nothing is summed.
std::optional<Dong> signed_sum(const Figures& figures, By by) {
  const auto& whole = figures.now.whole;
  if (by == By::stall && !whole.hidden) return whole.totals.net();
  DayFigures listed;
  if (by == By::trade && !figures.by_trade.empty()) {
    for (const auto& [trade, money] : figures.by_trade) listed += money;
    return listed.net();
  }
  if (by == By::hour && !figures.hours.empty()) {
    for (const auto& [stall, hours] : figures.hours) {
      for (const auto& hour : hours) listed += hour;
    }
    return listed.net();
  }
  return std::nullopt;
}

}  // namespace

std::optional<By> by_named(std::string_view name) {
  if (name == by_names[0]) return By::stall;
  if (name == by_names[1]) return By::trade;
  if (name == by_names[2]) return By::hour;
  if (name == by_names[3]) return By::adjustment;
  return std::nullopt;
}

std::string_view by_name(By by) {
  return by_names[static_cast<std::size_t>(by)];
}

int days_max(By by) {
  if (by == By::hour) return hour_days_max;
  return by == By::adjustment ? adjustment_days_max : period_days_max;
}

Figures read_figures_by(ledger::Reader& reader, std::shared_ptr<const Registry> registry,
                        const Period& period, By by) {
  auto figures = read_figures(reader, std::move(registry), period);
  if (by == By::hour) figures.hours = read_hours(reader, figures);
  if (by == By::adjustment) {
    const auto& whole = figures.now.whole;
    figures.adjustments = read_adjustments(reader, whole.market, period, whole.head.seq);
  }
  return figures;
}

Report settlement_report(const Figures& figures, By by) {
  const auto& registry = *figures.registry;
  const auto& whole = figures.now.whole;
  const auto& period = figures.now.period;
  auto report = framed(registry, period, figures.as_of, whole.head);
  report.code = code_of(by).report;
  report.file_name = file_name_of(code_of(by).file, registry, period);
  report.title = title_of(period, by);
  report.tables = tables_of(figures, by);
  if (const auto sum = signed_sum(figures, by)) {
    report.words.push_back("Số tiền bằng chữ: " + amount_on_paper(*sum));
  }
  report.notes = notes_of(figures, report, by);
  return report;
}

}  // namespace chopay::merchant::report
