#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/business_day.hpp"
#include "ledger/clock.hpp"
#include "ledger/dong.hpp"
#include "ledger/store.hpp"

namespace chopay::merchant::report {

/// A value of a report. std::monostate is "–": not applicable, or may not be seen; never 0.
using Cell =
    std::variant<std::monostate, std::string, std::int64_t, ledger::BusinessDay, ledger::Instant>;

/// A cell of an amount, or of a text.
Cell amount(ledger::Dong dong);
Cell text(std::string words);

/// How a column's cells are meant, and so aligned and written.
enum class Kind {
  text,
  number,  ///< a place in the list: whole, never summed
  count,   ///< how many
  amount,  ///< đồng
  share,   ///< tenths of a percent: 835 is 83,5%
  day,
  clock,  ///< the time of day in Vietnam
};

struct Column {
  std::string key;  ///< its name in JSON: [a-z_]+
  std::string title;
  Kind kind = Kind::text;
  double width_mm = 20;  ///< on paper; spreadsheets take it in proportion
};

/// What a row stands for. A subtotal belongs to the lines above it up to the one before.
enum class Level { line, subtotal, total };

struct Row {
  Level level = Level::line;
  std::vector<Cell> cells;  ///< one a column
};

/// Two columns of a table that a spreadsheet draws: amounts over days.
struct Chart {
  std::size_t along = 0;   ///< the column of the axis
  std::size_t column = 0;  ///< the column that is drawn
};

struct Table {
  std::string key;    ///< its name in JSON: [a-z_]+
  std::string title;  ///< above it, and the name of its sheet: at most 31 characters
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::vector<Chart> charts = {};
};

/// What stands above a household's book instead of a body's name (TT 152/2025): who keeps it, and
/// of which form it is.
struct BookHead {
  std::string household;
  std::string tax_code;  ///< may be empty
  std::string form;      ///< "Mẫu số S1a-HKD"
  std::string circular;  ///< "Kèm theo Thông tư số …"
};

/// What stands above the title: who reports, and for a public body the state's motto.
struct Letterhead {
  std::string superior;  ///< "UBND PHƯỜNG HỒNG GAI"; may be empty
  std::string body;      ///< "BAN QUẢN LÝ CHỢ HẠ LONG I"
  std::string number;    ///< "Số:        /BC-BQLC"; empty for a company
  bool motto = false;
  std::string place_and_day;          ///< "Quảng Ninh, ngày 24 tháng 11 năm 2026"
  std::optional<BookHead> book = {};  ///< then all but this is empty
};

struct Signature {
  std::string title;       ///< "NGƯỜI LẬP BIỂU"
  std::string hint;        ///< "(Ký, họ tên)"
  std::string above = {};  ///< "Ngày … tháng … năm …", where the form has it there
};

/// A document with figures: what every format says is read from here, and from nowhere else.
struct Report {
  std::string code;       ///< "BC-01"
  std::string file_name;  ///< ASCII, without an ending: "BC01_ha-long-1_2026-11-24"
  std::string market;     ///< its id
  std::string market_name;
  ledger::BusinessDay from;
  ledger::BusinessDay to;
  Letterhead letterhead;
  std::string title;
  std::string subtitle;
  std::vector<std::string> further_subtitles = {};
  std::vector<Table> tables;
  std::vector<std::string> words;  ///< "Số tiền bằng chữ: …", below the tables
  std::vector<std::string> notes;
  std::vector<Signature> signatures;
  std::string period;      ///< "Kỳ 00:00–24:00 ngày 24/11/2026 (giờ Việt Nam)"
  ledger::Instant as_of;   ///< when the newest entry that counts was written
  ledger::Head head;       ///< the check code: the log's end at which the figures hold
  bool sandbox = false;    ///< play money: every page says so
  std::string draft = {};  ///< "BẢN NHÁP TỪ DỮ LIỆU QR": every page says so
};

/// "Đơn vị tính: đồng" of a table that has amounts, else nothing.
std::string_view unit_of(const Table& table);

/// "Số liệu lúc 24/11/2026 18:05:09 · Kỳ … · Sổ cái 120".
std::string foot_of(const Report& report);
/// "Mã kiểm tra: " and the hash.
std::string check_code_of(const Report& report);
/// What a sandbox market's papers say.
inline constexpr std::string_view realm_mark = "CHỢ THỬ – TIỀN KHÔNG CÓ THẬT";
/// What every page says of itself, one behind the other: "CHỢ THỬ – TIỀN KHÔNG CÓ THẬT" of a
/// sandbox market, that it is a draft; empty for others.
std::string marks_of(const Report& report);

/// The cell as it is printed: "1.250.000", "83,5%", "24/11/2026", "14:05", "–".
std::string printed(const Cell& cell, Kind kind);
/// True for kinds that stand at the right of their column.
bool is_numeric(Kind kind);

}  // namespace chopay::merchant::report
