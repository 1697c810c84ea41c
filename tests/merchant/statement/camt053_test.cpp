#include "merchant/statement/camt053.hpp"

#include <catch2/catch.hpp>

#include "merchant/statement/read.hpp"

using namespace chopay::merchant::statement;
using chopay::merchant::Direction;
using chopay::merchant::Errc;

namespace {

std::string document(const std::string& entries, const std::string& before = "") {
  return "<?xml version=\"1.0\"?><d:Document xmlns:d=\"urn:iso:std:iso:20022:tech:xsd:"
         "camt.053.001.08\"><d:BkToCstmrStmt><d:Stmt><d:Acct><d:Id><d:IBAN>1017595600</d:IBAN>"
         "</d:Id></d:Acct>" +
         before + entries + "</d:Stmt></d:BkToCstmrStmt></d:Document>";
}

std::string entry(const std::string& inside, const std::string& amount = "85000") {
  return "<Ntry><Amt Ccy=\"VND\">" + amount +
         "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-24</Dt>"
         "</BookgDt><AcctSvcrRef>FT1</AcctSvcrRef>" +
         inside + "</Ntry>";
}

Problem problem_of(const std::string& xml) {
  const auto read = read_camt053(xml);
  REQUIRE(read.has_value());
  REQUIRE_FALSE(read->problems.empty());
  return read->problems.front();
}

std::string refusal(const std::string& xml) {
  const auto read = read_camt053(xml);
  REQUIRE(read.has_error());
  return read.error().message();
}

}  // namespace

TEST_CASE("Pending entries are no bookings, and an entry of several is one line each") {
  const auto part = [](const char* reference, const char* amount) {
    return std::string{"<TxDtls><Refs><AcctSvcrRef>"} + reference +
           "</AcctSvcrRef></Refs><Amt Ccy=\"VND\">" + amount + "</Amt></TxDtls>";
  };
  auto pending = entry("");
  pending.replace(pending.find("BOOK"), 4, "PDNG");
  const auto read = read_camt053(document(
      pending + entry("<NtryDtls>" + part("A", "80000") + part("", "5000") + "</NtryDtls>")));
  REQUIRE(read.has_value());
  CHECK(read->problems.empty());
  REQUIRE(read->lines.size() == 2);
  CHECK(read->lines[0].reference == "A");
  CHECK(read->lines[1].reference == "FT1/2");
  CHECK(read->lines[1].amount == Dong{5'000});
}

TEST_CASE("Entities, document types and bombs of them are refused, not expanded") {
  const std::string bomb =
      "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>"
      "<Document>&b;</Document>";
  CHECK(refusal(bomb).find("document type") != std::string::npos);
  CHECK(refusal("<Document><X>&b;</X></Document>").find("entity") != std::string::npos);
  const std::string outside =
      "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><Document><BkToCstmrStmt/></Document>";
  CHECK(refusal(outside).find("document type") != std::string::npos);
  std::string deep;
  for (int i = 0; i < 5'000; ++i) deep += "<a>";
  for (int i = 0; i < 5'000; ++i) deep += "</a>";
  CHECK(refusal(deep).find("too deeply") != std::string::npos);
  CHECK(read_camt053(std::string(file_bytes_max + 1, ' ')).error().code == Errc::bad_xml);
}

TEST_CASE("Another currency, a bad day and a part of a đồng are named with their entry") {
  auto euro = entry("");
  euro.replace(euro.find("VND"), 3, "EUR");
  const auto problem = problem_of(document(entry("") + euro));
  CHECK(problem.row == 2);
  CHECK(problem.column == "Amt");
  CHECK(problem_of(document(entry("", "85000.50"))).column == "Amt");
  CHECK(problem_of(document(entry("", "0"))).column == "Amt");
  CHECK(problem_of(document("")).column == "FrToDt");
}

TEST_CASE("A statement whose entries do not lead to its balance or its count is refused") {
  const auto balance = [](const char* code, const char* amount) {
    return std::string{"<Bal><Tp><CdOrPrtry><Cd>"} + code +
           "</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">" + amount +
           "</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>";
  };
  const auto balances = balance("OPBD", "100") + balance("CLBD", "85100");
  CHECK(read_camt053(document(entry(""), balances))->problems.empty());
  CHECK(problem_of(document(entry("") + entry(""), balances)).column == "Bal");
  const std::string count =
      "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>";
  CHECK(problem_of(document(entry(""), count)).what.find("is one missing?") != std::string::npos);
}

TEST_CASE("Two accounts in one file are refused") {
  CHECK(refusal("<Document><BkToCstmrStmt><Stmt/><Stmt/></BkToCstmrStmt></Document>")
            .find("one Stmt") != std::string::npos);
  CHECK(refusal("<Document/>").find("no camt.053") != std::string::npos);
}
