#include "qr/verdict.hpp"

#include <catch2/catch.hpp>

#include <string>

#include "qr/crc16.hpp"
#include "qr/vietqr.hpp"

using namespace chopay::qr;

namespace {

std::string code_for(const std::string& account, const std::string& memo,
                     std::optional<std::int64_t> amount = {}) {
  TransferCode code;
  code.bin = "970436";
  code.account = account;
  code.memo = memo;
  code.amount_dong = amount;
  return encode(code).value();
}

std::string with_checksum(std::string text) {
  text += "6304";
  char crc[4];
  write_crc_hex(crc16(text), crc);
  return text.append(crc, sizeof crc);
}

/// A market of two stalls: A12 has had an earlier issue and an earlier account; B7 has one code.
std::vector<IssuedCode> issued(std::string_view bin, std::string_view account) {
  if (bin != "970436") return {};
  if (account == "0071000111111") {
    return {{"A12", code_for("0071000111111", "A12 CU"), false},
            {"A12", code_for("0071000111111", "A12"), true}};
  }
  if (account == "0071000999999") return {{"A12", code_for("0071000999999", "A12"), false}};
  if (account == "0071000222222") return {{"B7", code_for("0071000222222", "B7"), true}};
  return {};
}

std::string verdict(const std::string& text, std::string_view stall) {
  return std::string(verdict_name(judge(text, stall, issued).verdict));
}

}  // namespace

TEST_CASE("The current code of the stall is genuine") {
  CHECK(verdict(code_for("0071000111111", "A12"), "A12") == "genuine");
  CHECK(judge(code_for("0071000111111", "A12"), "", issued).stall == "A12");
  CHECK(verdict(code_for("0071000111111", "A12"), "") == "genuine");
}

TEST_CASE("An earlier issue and an account given up are outdated") {
  CHECK(verdict(code_for("0071000111111", "A12 CU"), "A12") == "outdated");
  CHECK(verdict(code_for("0071000999999", "A12"), "A12") == "outdated");
  CHECK(verdict(code_for("0071000111111", "TU VIET"), "A12") == "outdated");
}

TEST_CASE("A code of the neighbour is told as the neighbour's") {
  const Judgement found = judge(code_for("0071000222222", "B7"), "A12", issued);
  CHECK(found.verdict == Verdict::other_stall);
  CHECK(found.stall == "B7");
  CHECK(verdict(code_for("0071000222222", "B7"), "") == "genuine");
}

TEST_CASE("An account that the market does not know is foreign: a sticker pasted over") {
  CHECK(verdict(code_for("0071000333333", "A12"), "A12") == "foreign");
  CHECK(verdict("https://example.com/win", "A12") == "foreign");
  CHECK(verdict("", "A12") == "foreign");
}

TEST_CASE("A code of another payment scheme is foreign and named") {
  const std::string text = "00020101021138390016A005266284662577010827710418020300253034185802LA";
  const Judgement found = judge(with_checksum(text), "A12", issued);
  CHECK(found.verdict == Verdict::foreign);
  CHECK(found.scheme == Scheme::lao_qr);
}

TEST_CASE("A damaged code is broken and says why") {
  std::string text = code_for("0071000111111", "A12");
  text.back() = text.back() == '0' ? '1' : '0';
  const Judgement found = judge(text, "A12", issued);
  CHECK(found.verdict == Verdict::broken);
  REQUIRE(found.error);
  CHECK(found.error->code == Errc::crc_mismatch);
}

TEST_CASE("A code with an amount is judged by its account") {
  CHECK(verdict(code_for("0071000111111", "CP7K2M9Q", 85'000), "A12") == "genuine");
  CHECK(verdict(code_for("0071000999999", "CP7K2M9Q", 85'000), "A12") == "outdated");
  CHECK(verdict(code_for("0071000222222", "CP7K2M9Q", 85'000), "A12") == "other_stall");
  CHECK(verdict(code_for("0071000333333", "CP7K2M9Q", 85'000), "A12") == "foreign");
}
