#include "merchant/statement/camt053.hpp"

#include <algorithm>

#include "merchant/statement/amount.hpp"
#include "merchant/statement/day_time.hpp"
#include "merchant/statement/line_text.hpp"
#include "merchant/statement/xml_document.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::merchant::statement {
namespace {

Error bad_camt(std::string what) {
  return {Errc::bad_statement, std::move(what)};
}

/// The bank that has the BIC; its branch, the last three of eleven characters, does not matter.
std::string bank_of_bic(std::string_view bic) {
  if (bic.size() < 8) return {};
  for (const auto& bank : qr::BankDirectory::standard().all()) {
    if (bank.swift_code.starts_with(bic.substr(0, 8))) return bank.bin;
  }
  return {};
}

std::string first_text(const XmlElement& element, std::initializer_list<std::string_view> paths) {
  for (const auto path : paths) {
    auto text = element.text_at(path);
    if (!text.empty()) return text;
  }
  return {};
}

std::optional<DayTime> iso_time_at(const XmlElement& element,
                                   std::initializer_list<std::string_view> paths) {
  return read_iso_time(first_text(element, paths));
}

class Camt053Reader {
 public:
  Result<Statement> read(const XmlElement& stmt) {
    statement_.format = "camt.053";
    statement_.account = first_text(stmt, {"Acct/Id/Othr/Id", "Acct/Id/IBAN"});
    if (statement_.account.empty() || statement_.account.size() > account_bytes_max) {
      return bad_camt("Acct: no account");
    }
    const auto servicer = stmt.find("Acct/Svcr/FinInstnId");
    if (servicer) statement_.bank = bank_of_bic(first_text(*servicer, {"BICFI", "BIC"}));
    for (const auto& entry : stmt.children("Ntry")) {
      ++number_;
      if (statement_.problems.size() == problems_max) break;
      read_entry(entry);
    }
    check_balances(stmt);
    check_summary(stmt);
    set_days(stmt);
    return std::move(statement_);
  }

 private:
  void read_entry(const XmlElement& entry) {
    const auto status = first_text(entry, {"Sts/Cd", "Sts"});
    if (status.empty()) return problem("Sts", "it is missing");
    if (status != "BOOK") return;
    Line line;
    line.row = number_;
    const auto amount = read_amount(entry, "VND");
    const auto booked = iso_time_at(entry, {"BookgDt/DtTm", "BookgDt/Dt"});
    const auto direction = entry.text_at("CdtDbtInd");
    const auto reversal = entry.text_at("RvslInd");
    line.reference = entry.text_at("AcctSvcrRef");
    if (!amount) return problem("Amt", "it is no amount above 0 in whole VND");
    if (!booked) return problem("BookgDt", "it is no day");
    if (direction != "CRDT" && direction != "DBIT") return problem("CdtDbtInd", "CRDT or DBIT");
    if (one_line(line.reference, reference_bytes_max) != line.reference) {
      return problem("AcctSvcrRef", "it is longer than 64 bytes or no line of text");
    }
    line.amount = *amount;
    line.day = booked->day;
    line.occurred_at = booked->at;
    line.direction = direction == "CRDT" ? Direction::in : Direction::out;
    line.reversal = reversal == "true" || reversal == "1";
    (line.direction == Direction::in ? credits_ : debits_) += line.amount;
    ++booked_;
    add_lines(entry, std::move(line));
  }

  static std::optional<Dong> read_amount(const XmlElement& parent, std::string_view currency) {
    const auto element = parent.find("Amt");
    if (!element || element->attribute("Ccy") != currency) return std::nullopt;
    const auto amount = read_decimal_amount(element->text(), '.');
    const bool good = amount && *amount > Dong{} && *amount <= notice_amount_max;
    return good ? amount : std::nullopt;
  }

  void add_lines(const XmlElement& entry, Line whole) {
    std::vector<XmlElement> details;
    for (const auto& group : entry.children("NtryDtls")) {
      for (const auto& one : group.children("TxDtls")) details.push_back(one);
    }
    if (details.size() > 1) return add_batch(details, whole);
    if (!details.empty()) read_details(details.front(), whole);
    if (whole.text.empty()) whole.text = one_line(entry.text_at("AddtlNtryInf"), text_bytes_max);
    keep(std::move(whole));
  }

  void add_batch(const std::vector<XmlElement>& details, const Line& whole) {
    Dong rest = whole.amount;
    for (std::size_t i = 0; i < details.size(); ++i) {
      Line part = whole;
      const auto amount = read_amount(details[i], "VND");
      if (!amount) return problem("TxDtls/Amt", "it is no amount above 0 in whole VND");
      part.amount = *amount;
      rest -= *amount;
      const auto own = one_line(details[i].text_at("Refs/AcctSvcrRef"), reference_bytes_max);
      const auto numbered = whole.reference + '/' + std::to_string(i + 1);
      part.reference = !own.empty() && own != whole.reference ? own
                       : whole.reference.empty()              ? std::string{}
                                                              : numbered;
      if (part.reference.size() > reference_bytes_max) return problem("AcctSvcrRef", "too long");
      read_details(details[i], part);
      keep(std::move(part));
    }
    if (!rest.is_zero()) problem("TxDtls", "its details do not add up to the entry");
  }

  static void read_details(const XmlElement& details, Line& line) {
    std::string text;
    if (const auto info = details.find("RmtInf")) {
      for (const auto& part : info->children("Ustrd")) text += part.text();
    }
    line.text = one_line(text, text_bytes_max);
    const bool in = line.direction == Direction::in;
    const auto parties = details.find("RltdPties");
    if (!parties) return;
    line.counter_name = one_line(in ? first_text(*parties, {"Dbtr/Pty/Nm", "Dbtr/Nm"})
                                    : first_text(*parties, {"Cdtr/Pty/Nm", "Cdtr/Nm"}),
                                 name_bytes_max);
    line.counter_account =
        one_line(in ? first_text(*parties, {"DbtrAcct/Id/Othr/Id", "DbtrAcct/Id/IBAN"})
                    : first_text(*parties, {"CdtrAcct/Id/Othr/Id", "CdtrAcct/Id/IBAN"}),
                 account_bytes_max);
  }

  void keep(Line line) {
    if (statement_.lines.size() == lines_max) return problem("Ntry", "more than 20000 bookings");
    statement_.lines.push_back(std::move(line));
  }

  /// Opening balance and entries must give the closing balance, where both are told.
  void check_balances(const XmlElement& stmt) {
    std::optional<Dong> opening;
    std::optional<Dong> closing;
    for (const auto& balance : stmt.children("Bal")) {
      const auto code = balance.text_at("Tp/CdOrPrtry/Cd");
      if (code != "OPBD" && code != "PRCD" && code != "CLBD") continue;
      const auto element = balance.find("Amt");
      auto amount = element ? read_decimal_amount(element->text(), '.') : std::nullopt;
      if (!amount || element->attribute("Ccy") != "VND") {
        note(statement_, 0, "Bal", "it is no amount in whole VND");
        return;
      }
      if (balance.text_at("CdtDbtInd") == "DBIT") amount = -*amount;
      (code == "CLBD" ? closing : opening) = amount;
    }
    if (!opening || !closing || !statement_.problems.empty()) return;
    if (*opening + credits_ - debits_ == *closing) return;
    note(statement_, 0, "Bal", "the entries do not lead from the opening to the closing balance");
  }

  void check_summary(const XmlElement& stmt) {
    if (!statement_.problems.empty()) return;
    const auto check = [&](const char* path, Dong found) {
      const auto said = stmt.text_at(path);
      if (!said.empty() && read_decimal_amount(said, '.') != found) {
        note(statement_, 0, path, "it is not what the entries come to; is one missing?");
      }
    };
    check("TxsSummry/TtlNtries/NbOfNtries", Dong{static_cast<std::int64_t>(booked_)});
    check("TxsSummry/TtlCdtNtries/Sum", credits_);
    check("TxsSummry/TtlDbtNtries/Sum", debits_);
  }

  void set_days(const XmlElement& stmt) {
    const auto from = iso_time_at(stmt, {"FrToDt/FrDtTm", "FrToDt/FrDt"});
    const auto to = iso_time_at(stmt, {"FrToDt/ToDtTm", "FrToDt/ToDt"});
    if (from && to && from->day <= to->day) {
      statement_.from = from->day;
      statement_.to = to->day;
    } else if (!statement_.lines.empty()) {
      statement_.from = statement_.to = statement_.lines.front().day;
    } else if (statement_.problems.empty()) {
      note(statement_, 0, "FrToDt", "no entry, and it does not say which days it covers");
    }
    for (const auto& line : statement_.lines) {
      statement_.from = std::min(statement_.from, line.day);
      statement_.to = std::max(statement_.to, line.day);
    }
  }

  void problem(std::string field, std::string what) {
    note(statement_, number_, std::move(field), std::move(what));
  }

  Statement statement_;
  std::size_t number_ = 0;
  std::size_t booked_ = 0;
  Dong credits_;
  Dong debits_;
};

}  // namespace

Result<Statement> read_camt053(std::string_view xml) {
  XmlDocument document;
  const auto root = document.parse(xml, file_bytes_max);
  if (!root) return root.error();
  const auto message = root->find("BkToCstmrStmt");
  if (!message) return bad_camt("the XML is no camt.053: BkToCstmrStmt is missing");
  const auto statements = message->children("Stmt");
  if (statements.size() != 1) return bad_camt("it must have one Stmt, of one account");
  return Camt053Reader{}.read(statements.front());
}

}  // namespace chopay::merchant::statement
