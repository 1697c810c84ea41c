#include "merchant/report/report.hpp"

#include <algorithm>

#include "merchant/vietnamese.hpp"

namespace chopay::merchant::report {

Cell amount(ledger::Dong dong) {
  return Cell{dong.count()};
}

Cell text(std::string words) {
  return Cell{std::move(words)};
}

std::string_view unit_of(const Table& table) {
  const bool amounts = std::ranges::any_of(
      table.columns, [](const Column& column) { return column.kind == Kind::amount; });
  return amounts ? "Đơn vị tính: đồng" : "";
}

std::string foot_of(const Report& report) {
  std::string foot;
  if (report.as_of != ledger::Instant{}) {
    foot = "Số liệu lúc " + format_moment(report.as_of) + " · ";
  }
  return foot + report.period + " · Sổ cái " + std::to_string(ledger::number(report.head.seq));
}

std::string check_code_of(const Report& report) {
  return "Mã kiểm tra: " + ledger::to_hex(report.head.hash);
}

std::string marks_of(const Report& report) {
  const std::string realm = report.sandbox ? std::string{realm_mark} : std::string{};
  return realm + (realm.empty() || report.draft.empty() ? "" : " · ") + report.draft;
}

std::string printed(const Cell& cell, Kind kind) {
  if (const auto* words = std::get_if<std::string>(&cell)) return *words;
  if (const auto* day = std::get_if<ledger::BusinessDay>(&cell)) return format_day(*day);
  if (const auto* instant = std::get_if<ledger::Instant>(&cell)) return format_clock(*instant);
  const auto* number = std::get_if<std::int64_t>(&cell);
  if (!number) return "–";
  return kind == Kind::share ? format_percent(*number, 1000) : format_number(*number);
}

bool is_numeric(Kind kind) {
  return kind != Kind::text && kind != Kind::day && kind != Kind::clock;
}

}  // namespace chopay::merchant::report
