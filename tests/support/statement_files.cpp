#include "tests/support/statement_files.hpp"

#include <zip.h>

#include <cstdio>
#include <stdexcept>

#include "merchant/csv.hpp"

namespace chopay::testing {
namespace {

using ledger::Dong;
using merchant::Direction;
using merchant::statement::Line;

/// Day and time of a line by Vietnam's clock, in the form of strftime.
std::string dated(const Line& line, const char* form) {
  const auto at = line.occurred_at ? *line.occurred_at + ledger::vietnam_offset
                                   : ledger::Instant{line.day.date()};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  const std::time_t time = seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, form, &parts)};
}

std::string compact_day(ledger::BusinessDay day) {
  const auto text = to_string(day);
  return text.substr(2, 2) + text.substr(5, 2) + text.substr(8, 2);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

Dong signed_amount(const Line& line) {
  return line.direction == Direction::in ? line.amount : -line.amount;
}

/// One row of a layout: the line, its debit and credit as written, the balance after it.
using RowOf = std::vector<std::string> (*)(const Line&, const std::string& debit,
                                           const std::string& credit, const std::string& balance);

struct SheetForm {
  std::string_view layout;
  SheetRows head;
  RowOf row;
};

std::vector<SheetForm> sheets_of_corporations(const std::string& account) {
  return {
      {"vietcombank",
       {{"NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM"},
        {"Số tài khoản/Account number:", account},
        {"Từ ngày/From: 23/11/2026 Đến ngày/To: 26/11/2026"},
        {"STT No.", "Ngày1/\nTNX Date/ Số CT/ Doc No", "Số tiền ghi nợ/Debit",
         "Số tiền ghi có/Credit", "Số dư/Balance", "Nội dung chi tiết/Transactions in detail"}},
       [](const Line& line, const std::string& debit, const std::string& credit,
          const std::string& balance) -> std::vector<std::string> {
         return {"1",      dated(line, "%d/%m/%Y") + "\n" + line.reference, debit, credit, balance,
                 line.text};
       }},
      {"techcombank_business",
       {{"TRUY VẤN GIAO DỊCH TÀI KHOẢN"},
        {"Account number", account},
        {"Requesting date", "Transaction date", "Reference number", "Remitter's bank",
         "Remitter's account number", "Remitter's account name", "Description", "Debit", "Credit",
         "Fee/Interest", "Transaction VAT", "Running balance"}},
       [](const Line& line, const std::string& debit, const std::string& credit,
          const std::string& balance) -> std::vector<std::string> {
         return {dated(line, "%Y-%m-%d %H:%M:%S"),
                 to_string(line.day),
                 line.reference,
                 "VCB",
                 line.counter_account,
                 line.counter_name,
                 line.text,
                 debit,
                 credit,
                 "",
                 "",
                 balance};
       }},
  };
}

std::vector<SheetForm> sheets_of_people(const std::string& account) {
  return {
      {"techcombank",
       {{"SAO KÊ TÀI KHOẢN, số tài khoản " + account},
        {"Ngày giao dịch", "Đối tác/Remitter", "NH Đối tác/Remitter Bank", "Diễn giải/Details",
         "Số bút toán/Transaction No", "Nợ TKTT/Debit", "Có TKTT/Credit", "Số dư/Balance"}},
       [](const Line& line, const std::string& debit, const std::string& credit,
          const std::string& balance) -> std::vector<std::string> {
         return {dated(line, "%d/%m/%Y"),
                 line.counter_name,
                 "VCB",
                 line.text,
                 line.reference,
                 debit,
                 credit,
                 balance};
       }},
      {"tpbank",
       {{"Số tài khoản", account},
        {"STT", "Ngày thực hiện", "Ngày hiệu lực", "Mô tả giao dịch", "Ghi nợ", "Ghi có", "Số dư",
         "Tài khoản đối ứng", "Tên tài khoản", "Mã giao dịch"}},
       [](const Line& line, const std::string& debit, const std::string& credit,
          const std::string& balance) -> std::vector<std::string> {
         return {"1",
                 dated(line, "%d-%m-%Y %H:%M"),
                 dated(line, "%d-%m-%Y"),
                 line.text,
                 debit,
                 credit,
                 balance,
                 line.counter_account,
                 line.counter_name,
                 line.reference};
       }},
      {"bidv",
       {{"Sao kê tài khoản số tài khoản: " + account},
        {"STT", "Ngày GD", "Số tham chiếu", "Mô tả", "Phát sinh Nợ", "Phát sinh Có", "Số dư"}},
       [](const Line& line, const std::string& debit, const std::string& credit,
          const std::string& balance) -> std::vector<std::string> {
         return {"1",    dated(line, "%d/%m/%Y %H:%M:%S"), line.reference, line.text, debit, credit,
                 balance};
       }},
  };
}

bool is_number(std::string_view cell) {
  return !cell.empty() && cell.size() < 16 && cell.front() != '0' &&
         cell.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string zip_bytes(zip_source_t* source) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_open(source) != 0 || zip_source_stat(source, &stat) != 0) {
    throw std::runtime_error("cannot read the archive back");
  }
  std::string bytes(stat.size, '\0');
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  return bytes;
}

}  // namespace

std::string grouped(Dong amount, char thousands) {
  auto digits = to_string(amount);
  if (thousands == '\0') return digits;
  for (auto at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    if (digits[static_cast<std::size_t>(at - 1)] == '-') break;
    digits.insert(static_cast<std::size_t>(at), 1, thousands);
  }
  return digits;
}

SheetRows sheet_of(std::string_view layout, const Bookings& bookings, char thousands) {
  auto forms = sheets_of_corporations(bookings.account);
  for (auto& form : sheets_of_people(bookings.account)) forms.push_back(std::move(form));
  for (auto& form : forms) {
    if (form.layout != layout) continue;
    auto rows = form.head;
    auto balance = bookings.opening;
    for (const auto& line : bookings.lines) {
      balance += signed_amount(line);
      const auto amount = grouped(line.amount, thousands);
      const bool in = line.direction == Direction::in;
      rows.push_back(
          form.row(line, in ? "" : amount, in ? amount : "", grouped(balance, thousands)));
    }
    return rows;
  }
  throw std::logic_error("no such layout");
}

std::string csv_of(const SheetRows& rows, char separator) {
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += separator;
      out += merchant::csv_cell(row[i], separator);
    }
    out += "\r\n";
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> xlsx_parts(const SheetRows& rows) {
  std::string sheet = "<worksheet><sheetData>";
  std::string shared = "<sst>";
  std::size_t texts = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto number = std::to_string(r + 1);
    sheet += "<row r=\"" + number + "\">";
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      const auto& cell = rows[r][c];
      if (cell.empty()) continue;
      const auto place = std::string{static_cast<char>('A' + c)} + number;
      if (is_number(cell)) {
        sheet += "<c r=\"" + place + "\"><v>" + cell + "</v></c>";
        continue;
      }
      sheet += "<c r=\"" + place + "\" t=\"s\"><v>" + std::to_string(texts++) + "</v></c>";
      shared += "<si><t xml:space=\"preserve\">" + escaped(cell) + "</t></si>";
    }
    sheet += "</row>";
  }
  return {{"[Content_Types].xml", "<Types/>"},
          {"xl/workbook.xml",
           "<workbook xmlns:r=\"r\"><sheets><sheet name=\"VN\" sheetId=\"1\" r:id=\"rId1\"/>"
           "</sheets></workbook>"},
          {"xl/_rels/workbook.xml.rels",
           "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
           "</Relationships>"},
          {"xl/sharedStrings.xml", shared + "</sst>"},
          {"xl/worksheets/sheet1.xml", sheet + "</sheetData></worksheet>"}};
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files) {
  zip_error_t error;
  zip_error_init(&error);
  auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(source);
  auto* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  if (!zip) throw std::runtime_error("cannot make an archive");
  for (const auto& [name, text] : files) {
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), 0);
  }
  if (zip_close(zip) != 0) throw std::runtime_error("cannot write the archive");
  auto bytes = zip_bytes(source);
  zip_source_free(source);
  return bytes;
}

std::string xlsx_of(const SheetRows& rows) {
  return zip_of(xlsx_parts(rows));
}

std::string camt053_of(const Bookings& bookings) {
  auto balance = bookings.opening;
  std::string entries;
  for (const auto& line : bookings.lines) {
    balance += signed_amount(line);
    const bool in = line.direction == Direction::in;
    const std::string side = in ? "Dbtr" : "Cdtr";
    entries += "<Ntry><Amt Ccy=\"VND\">" + to_string(line.amount) + ".00</Amt><CdtDbtInd>" +
               (in ? "CRDT" : "DBIT") + "</CdtDbtInd><RvslInd>" +
               (line.reversal ? "true" : "false") + "</RvslInd><Sts><Cd>BOOK</Cd></Sts><BookgDt>" +
               (line.occurred_at ? "<DtTm>" + dated(line, "%Y-%m-%dT%H:%M:%S+07:00") + "</DtTm>"
                                 : "<Dt>" + to_string(line.day) + "</Dt>") +
               "</BookgDt><AcctSvcrRef>" + escaped(line.reference) +
               "</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><" + side + "><Nm>" +
               escaped(line.counter_name) + "</Nm></" + side + "><" + side + "Acct><Id><Othr><Id>" +
               escaped(line.counter_account) + "</Id></Othr></Id></" + side +
               "Acct></RltdPties><RmtInf><Ustrd>" + escaped(line.text) +
               "</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";
  }
  const auto bal = [](const char* code, Dong amount) {
    return std::string{"<Bal><Tp><CdOrPrtry><Cd>"} + code +
           "</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">" +
           to_string(amount < Dong{} ? -amount : amount) + "</Amt><CdtDbtInd>" +
           (amount < Dong{} ? "DBIT" : "CRDT") + "</CdtDbtInd></Bal>";
  };
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document><BkToCstmrStmt><Stmt><FrToDt>"
         "<FrDtTm>2026-11-23T00:00:00+07:00</FrDtTm><ToDtTm>2026-11-26T23:59:59+07:00</ToDtTm>"
         "</FrToDt><Acct><Id><Othr><Id>" +
         bookings.account +
         "</Id></Othr></Id><Svcr><FinInstnId><BICFI>BFTVVNVX</BICFI></FinInstnId></Svcr></Acct>" +
         bal("OPBD", bookings.opening) + bal("CLBD", balance) + entries +
         "</Stmt></BkToCstmrStmt></Document>";
}

std::string mt940_of(const Bookings& bookings) {
  const auto mark = [](Dong amount) {
    const auto digits = to_string(amount < Dong{} ? -amount : amount);
    return std::pair{amount < Dong{} ? "D" : "C", digits + ','};
  };
  const auto first = bookings.lines.empty() ? ledger::BusinessDay{} : bookings.lines.front().day;
  auto balance = bookings.opening;
  auto [sign, digits] = mark(balance);
  std::string text = ":20:CHOPAY\r\n:25:" + bookings.account + "\r\n:28C:1/1\r\n:60F:" + sign +
                     compact_day(first) + "VND" + digits + "\r\n";
  auto last = first;
  for (const auto& line : bookings.lines) {
    balance += signed_amount(line);
    last = line.day;
    const bool credit = (line.direction == Direction::in) != line.reversal;
    const auto day = compact_day(line.day);
    text += ":61:" + day + day.substr(2) + (line.reversal ? "R" : "") + (credit ? "C" : "D") +
            to_string(line.amount) + ",NTRF" + (line.reference.empty() ? "NONREF" : "KHACH") +
            "//" + line.reference + "\r\n:86:166?20" + line.text.substr(0, 27) + "?21" +
            (line.text.size() > 27 ? line.text.substr(27) : "") + "?31" + line.counter_account +
            "?32" + line.counter_name + "\r\n";
  }
  std::tie(sign, digits) = mark(balance);
  return text + ":62F:" + sign + compact_day(last) + "VND" + digits + "\r\n-\r\n";
}

}  // namespace chopay::testing
