#include "merchant/books/book_report.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

#include "merchant/report/formats.hpp"
#include "merchant/report/frame.hpp"
#include "merchant/statement/zip_archive.hpp"
#include "merchant/vietnamese.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::merchant::books {
namespace {

namespace json = boost::json;
using report::Cell;
using report::Kind;
using report::Level;
using report::Report;
using report::Row;
using report::Table;

constexpr std::string_view draft_mark = "BẢN NHÁP TỪ DỮ LIỆU QR – ước tính, không phải tờ khai";
constexpr std::string_view revenue_title = "SỔ DOANH THU BÁN HÀNG HÓA, DỊCH VỤ";
constexpr std::string_view qr_label = "Tiền nhận qua QR (chưa gồm tiền mặt)";
constexpr std::string_view source_note =
    "Nguồn: tiền nhận qua QR do ngân hàng báo có, và tiền mặt do hộ tự ghi. Doanh thu tính khi "
    "giao "
    "hàng, dù đã thu tiền hay chưa: hộ tự bổ sung phần còn thiếu.";
constexpr std::string_view invoice_note = "Không phải hóa đơn, không thay thế hóa đơn điện tử.";
constexpr std::string_view bank_note =
    "Chỉ có tiền vào qua QR của các điểm kinh doanh này; số dư đầu kỳ, tiền rút ra và số dư cuối "
    "kỳ "
    "không có trong dữ liệu QR (–): hộ ghi theo sao kê.";
constexpr std::string_view accounts_note =
    "Chỉ gồm tài khoản nhận tiền qua QR của các điểm kinh doanh này. Hộ bổ sung mọi tài khoản và "
    "ví "
    "điện tử khác dùng cho kinh doanh.";
constexpr std::string_view several_note =
    "Mức doanh thu không chịu thuế được tạm trừ trước ở nhóm có tỷ lệ thuế TNCN cao nhất.";
constexpr std::string_view unknown_group_note =
    "Chưa rõ nhóm ngành nghề tính thuế: hộ chọn nhóm để ước tính thuế.";
constexpr std::string_view no_rules_note = "Chưa có quy định thuế của kỳ này trong phần mềm.";

/// "FORM_MARKET_A12-B07_2026-11": in ASCII, as a file is named.
std::string file_name(std::string_view form, const HouseholdBook& book) {
  std::string name = std::string{form} + '_' + book.registry->market.text();
  char before = '_';
  for (const auto& stall : book.stalls) name += std::exchange(before, '-') + stall.text();
  return name + '_' + to_string(book.period);
}

std::string listed(const std::vector<StallId>& stalls) {
  std::string list;
  for (const auto& stall : stalls) list += (list.empty() ? "" : ", ") + stall.text();
  return list;
}

/// "0,5%".
std::string rate(int bp) {
  constexpr int bp_of_whole = 10'000;
  return format_percent(bp, bp_of_whole);
}

Cell none() {
  return report::text("");
}

Row row_of(Level level, std::string words, Cell amount) {
  return {level, {none(), none(), report::text(std::move(words)), std::move(amount)}};
}

Row line_row(const BookLine& line) {
  return {Level::line,
          {report::text(line.voucher), line.day, report::text(line.words),
           report::amount(line.amount)}};
}

Cell amount_or_none(const std::optional<ledger::Dong>& amount) {
  return amount ? report::amount(*amount) : Cell{};
}

Table revenue_table(const HouseholdBook& book) {
  Table table{"revenue",
              "Doanh thu",
              {{"day", "Ngày tháng (A)", Kind::day, 25},
               {"words", "Diễn giải (B)", Kind::text, 100},
               {"amount", "Số tiền (1)", Kind::amount, 35}},
              {}};
  std::vector<BookLine> lines;
  ledger::Dong sum;
  for (const auto& group : book.groups) {
    lines.insert(lines.end(), group.lines.begin(), group.lines.end());
    sum += group.revenue;
  }
  std::ranges::stable_sort(lines, {}, &BookLine::day);
  for (const auto& line : lines) {
    table.rows.push_back(
        {Level::line, {line.day, report::text(line.words), report::amount(line.amount)}});
  }
  table.rows.push_back({Level::total, {none(), report::text("Tổng cộng"), report::amount(sum)}});
  return table;
}

const std::vector<report::Column> voucher_columns{
    {"voucher", "Chứng từ: Số hiệu (A)", Kind::text, 23},
    {"day", "Ngày, tháng (B)", Kind::day, 22},
    {"words", "Diễn giải (C)", Kind::text, 85},
    {"amount", "Số tiền (1)", Kind::amount, 32}};

Table tax_table(const HouseholdBook& book) {
  Table table{"taxes", "Doanh thu và thuế", voucher_columns, {}};
  std::optional<ledger::Dong> vat{ledger::Dong{}};
  std::optional<ledger::Dong> income{ledger::Dong{}};
  for (std::size_t i = 0; i < book.groups.size(); ++i) {
    const auto& group = book.groups[i];
    const auto number = std::to_string(i + 1);
    table.rows.push_back(
        row_of(Level::line,
               number + ". Ngành nghề: " + (group.name.empty() ? "chưa ghi" : group.name), none()));
    for (const auto& line : group.lines) table.rows.push_back(line_row(line));
    table.rows.push_back(
        row_of(Level::subtotal, "Tổng cộng (" + number + ")", report::amount(group.revenue)));
    const auto of_vat = group.tax ? std::optional{group.tax->vat} : std::nullopt;
    const auto of_income = group.tax ? group.tax->income : std::nullopt;
    const bool known = !group.group.empty();
    table.rows.push_back(row_of(Level::subtotal,
                                "Thuế GTGT" + (known ? " (" + rate(group.vat_bp) + ")" : ""),
                                amount_or_none(of_vat)));
    table.rows.push_back(row_of(Level::subtotal,
                                "Thuế TNCN" + (known ? " (" + rate(group.income_bp) + ")" : ""),
                                amount_or_none(of_income)));
    if (vat) vat = of_vat ? std::optional{*vat + *of_vat} : std::nullopt;
    if (income) income = of_income ? std::optional{*income + *of_income} : std::nullopt;
  }
  table.rows.push_back(
      row_of(Level::total, "Tổng số thuế GTGT phải nộp (ước tính)", amount_or_none(vat)));
  table.rows.push_back(
      row_of(Level::total, "Tổng số thuế TNCN phải nộp (ước tính)", amount_or_none(income)));
  return table;
}

std::string account_name(const AccountBook& account) {
  if (account.account.number.empty()) return "Chưa xác định tài khoản";
  const auto* bank = qr::BankDirectory::standard().lookup(account.account.bank);
  return (bank ? bank->short_name : account.account.bank) + " " + account.account.number;
}

Table bank_table(const HouseholdBook& book) {
  auto columns = voucher_columns;
  columns[2].width_mm = 68;
  columns[3] = {"in", "Thu/Gửi vào (1)", Kind::amount, 28};
  columns.push_back({"out", "Chi/Rút ra (2)", Kind::amount, 24});
  Table table{"bank", "Tiền gửi không kỳ hạn", std::move(columns), {}};
  const auto add = [&](Level level, std::string words, Cell in, Cell out) {
    auto row = row_of(level, std::move(words), std::move(in));
    row.cells.push_back(std::move(out));
    table.rows.push_back(std::move(row));
  };
  for (const auto& account : book.accounts) {
    add(Level::line, account_name(account), none(), none());
    add(Level::line, "Số dư đầu kỳ", Cell{}, none());
    for (const auto& line : account.lines) {
      auto row = line_row(line);
      row.cells.push_back(none());
      table.rows.push_back(std::move(row));
    }
    add(Level::subtotal, "Tổng gửi vào, rút ra trong kỳ", report::amount(account.received), Cell{});
    add(Level::subtotal, "Số dư cuối kỳ", Cell{}, none());
  }
  return table;
}

Table account_table(const HouseholdBook& book) {
  Table table{"accounts",
              "Tài khoản nhận tiền",
              {{"number", "STT", Kind::number, 12},
               {"bank", "Ngân hàng", Kind::text, 45},
               {"account", "Số tài khoản", Kind::text, 38},
               {"holder", "Chủ tài khoản", Kind::text, 45},
               {"use", "Ghi chú", Kind::text, 25}},
              {}};
  std::vector<PayeeAccount> seen;
  const auto add = [&](const PayeeAccount& account, const std::string& holder, const char* use) {
    if (std::ranges::find(seen, account) != seen.end()) return;
    seen.push_back(account);
    const auto* bank = qr::BankDirectory::standard().lookup(account.bank);
    table.rows.push_back({Level::line,
                          {static_cast<std::int64_t>(seen.size()),
                           report::text(bank ? bank->short_name : account.bank),
                           report::text(account.number), report::text(holder), report::text(use)}});
  };
  for (const auto& id : book.stalls) {
    const auto& stall = *book.registry->stall(id);
    add(stall.account, stall.holder, "Đang dùng");
    for (const auto& one : stall.further) add(one.account, one.holder, "Đang dùng");
  }
  for (const auto& id : book.stalls) {
    for (const auto& former : book.registry->stall(id)->former) add(former, "", "Đã ngừng");
  }
  return table;
}

std::vector<std::string> tax_notes(const HouseholdBook& book) {
  if (!book.rules) return {std::string{no_rules_note}};
  const auto& rules = *book.rules;
  std::vector<std::string> notes;
  const bool known = std::ranges::all_of(
      book.groups, [](const GroupBook& group) { return group.tax.has_value(); });
  if (!known) notes.emplace_back(unknown_group_note);
  notes.push_back("Từ đầu năm đến hết kỳ: " + format_amount(book.year_revenue) +
                  "; mức không chịu thuế của năm: " + format_amount(rules.tax_free) +
                  ". Vượt mức: thuế GTGT tính trên toàn bộ doanh thu, thuế TNCN trên phần vượt.");
  if (rules.income_cut_percent > 0) {
    notes.push_back("Thuế TNCN đã giảm " + std::to_string(rules.income_cut_percent) +
                    "% (doanh thu năm đến " + format_amount(rules.income_cut_max) +
                    "). Chưa tính giảm thuế GTGT.");
  }
  if (book.year_revenue > rules.rate_method_max) {
    notes.push_back("Doanh thu năm trên " + format_amount(rules.rate_method_max) +
                    ": thuế TNCN tính trên thu nhập (doanh thu trừ chi phí), không ước tính được.");
  }
  if (book.groups.size() > 1) notes.emplace_back(several_note);
  std::string sources;
  for (const auto& source : rules.sources) sources += (sources.empty() ? "" : "; ") + source;
  notes.push_back("Căn cứ (đối chiếu ngày " + format_day(rules.checked_on) + "): " + sources + ".");
  return notes;
}

Report framed_book(const HouseholdBook& book, const BookFormRow& row) {
  const auto& registry = *book.registry;
  auto report = report::framed(registry, book.period, book.as_of, book.head);
  report.code = row.number;
  std::string form{row.number};
  std::ranges::replace(form, '/', '_');
  report.file_name = file_name(form, book);
  report.letterhead = {};
  report.letterhead.book =
      report::BookHead{book.household, book.tax_code, "Mẫu số " + std::string{row.number},
                       book.rules ? book.rules->book_circular : ""};
  report.subtitle = "Địa điểm kinh doanh: " + listed(book.stalls) + ", " + registry.name;
  report.further_subtitles = {"Kỳ kê khai: " + format_period(book.period)};
  report.signatures = {{"NGƯỜI ĐẠI DIỆN HỘ KINH DOANH/CÁ NHÂN KINH DOANH",
                        "(Ký, ghi rõ họ tên, đóng dấu (nếu có))", "Ngày …… tháng …… năm ………"}};
  report.draft = draft_mark;
  return report;
}

}  // namespace

std::optional<BookFormRow> book_form_named(std::string_view name) {
  const auto found = std::ranges::find(book_forms, name, &BookFormRow::name);
  return found == book_forms.end() ? std::nullopt : std::optional{*found};
}

Report book_report(const HouseholdBook& book, BookForm form) {
  auto report = framed_book(book, *std::ranges::find(book_forms, form, &BookFormRow::form));
  report.title = revenue_title;
  report.notes = {std::string{source_note}, std::string{invoice_note}};
  switch (form) {
    case BookForm::s1a:
      report.tables = {revenue_table(book)};
      break;
    case BookForm::s2a: {
      report.tables = {tax_table(book)};
      const auto notes = tax_notes(book);
      report.notes.insert(report.notes.begin(), notes.begin(), notes.end());
      break;
    }
    case BookForm::s2e:
      report.title = "SỔ CHI TIẾT TIỀN";
      report.tables = {bank_table(book)};
      report.notes = {std::string{bank_note}, std::string{invoice_note}};
      break;
    case BookForm::accounts:
      report.title = "DANH SÁCH TÀI KHOẢN NHẬN TIỀN (để kê khai mẫu 01/BK-STK)";
      report.letterhead.book->form = "Dùng cho mẫu 01/BK-STK";
      report.letterhead.book->circular.clear();
      report.further_subtitles = {"Theo đăng ký đến lúc in"};
      report.tables = {account_table(book)};
      report.notes = {std::string{accounts_note}};
      break;
  }
  return report;
}

std::string bundle_name(const HouseholdBook& book) {
  return file_name("SoHKD", book);
}

Result<std::string> book_bundle(const HouseholdBook& book) {
  std::vector<statement::ZipEntry> entries;
  for (const auto& row : book_forms) {
    const auto report = book_report(book, row.form);
    for (const auto* name : {"pdf", "xlsx"}) {
      auto bytes = report::render(report, *report::format_named(name));
      if (!bytes) return bytes.error();
      entries.push_back({report.file_name + "." + name, std::move(*bytes)});
    }
  }
  return statement::write_zip(entries);
}

std::string to_json(const TaxMeter& meter) {
  json::object object{{"year", meter.year},
                      {"through", to_string(meter.through)},
                      {"received_qr", meter.qr.count()},
                      {"cash_noted", meter.cash.count()},
                      {"revenue", meter.revenue().count()},
                      {"tax_free_line", nullptr},
                      {"left", nullptr},
                      {"share", nullptr},
                      {"crossed_on", nullptr},
                      {"rate_method_max", nullptr},
                      {"checked_on", nullptr},
                      {"sources", json::array{}},
                      {"label", qr_label},
                      {"notes", json::array{"ước tính, không phải tờ khai", source_note}}};
  if (meter.rules) {
    const auto line = meter.rules->tax_free.count();
    const auto revenue = meter.revenue().count();
    object["tax_free_line"] = line;
    object["left"] = std::max<std::int64_t>(line - revenue, 0);
    object["share"] = std::max<std::int64_t>(revenue, 0) * 1000 / line;
    object["rate_method_max"] = meter.rules->rate_method_max.count();
    object["checked_on"] = to_string(meter.rules->checked_on);
    for (const auto& source : meter.rules->sources) {
      object["sources"].as_array().emplace_back(source);
    }
  }
  if (meter.crossed_on) object["crossed_on"] = to_string(*meter.crossed_on);
  return json::serialize(object);
}

}  // namespace chopay::merchant::books
