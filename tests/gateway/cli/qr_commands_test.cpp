#include <catch2/catch.hpp>

#include "gateway/cli/files.hpp"
#include "qr/crc16.hpp"
#include "qr/draw_png.hpp"
#include "tests/gateway/cli/running.hpp"

using namespace chopay;
using testing::Running;

namespace {

/// The golden values of vietqr.md §8: the checksum that each code must end in.
struct Golden {
  const char* bank;
  const char* account;
  const char* amount;
  const char* note;
  const char* crc;
};
constexpr Golden golden[] = {
    {"970416", "257678859", "", "", "AE9F"},
    {"970416", "257678859", "10000", "Chuyen tien", "53E6"},
    {"970416", "257678859", "999999", "Cam on nhe", "E786"},
    {"970407", "19030413601018", "", "", "0283"},
    {"970454", "99ZP24009M07248267", "", "", "073C"},
    {"970403", "0011012345678", "", "", "9E6F"},
    {"970415", "0011001932418", "120000", "ung ho lu lut", "C15C"},
    {"970407", "MS00P00000000647117", "", "", "4D07"},
    {"970423", "mynamebvh", "50000", "test", "AB76"},
};

std::string payload(Running& run, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"qr", "encode", "--bank", "970436", "--account", "1017595600"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  REQUIRE(run(arguments) == 0);
  std::string text = run.take();
  text.pop_back();
  return text;
}

}  // namespace

TEST_CASE("The published codes are written to the byte") {
  for (const auto& row : golden) {
    Running run;
    std::vector<std::string> arguments{"qr",     "encode",    "--bank",
                                       row.bank, "--account", row.account};
    if (*row.amount) arguments.insert(arguments.end(), {"--amount", row.amount});
    if (*row.note) arguments.insert(arguments.end(), {"--note", row.note});
    INFO(row.account);
    REQUIRE(run(arguments) == 0);
    CHECK(run.take().ends_with(std::string("6304") + row.crc + '\n'));
  }
}

TEST_CASE("A bank is named by BIN, code or name, a bank that is none is refused") {
  Running run;
  const auto by_bin = payload(run);
  for (const std::string name : {"VCB", "Vietcombank", "vietcombank"}) {
    REQUIRE(run({"qr", "encode", "--bank", name, "--account", "1017595600"}) == 0);
    CHECK(run.take() == by_bin + '\n');
  }
  CHECK(run({"qr", "encode", "--bank", "Bank of Nowhere", "--account", "1"}) == 2);
  CHECK(run.complaint() == "no bank is called \"Bank of Nowhere\"");
  CHECK(run({"qr", "encode", "--bank", "999999", "--account", "1"}) == 2);
  CHECK_FALSE(run.complaint().empty());
  CHECK(run({"qr", "encode", "--bank", "999999", "--account", "1", "--allow-unknown-bank"}) == 0);
}

TEST_CASE("A Vietnamese note loses its marks, one of 26 characters is refused, not cut") {
  Running run;
  CHECK(payload(run, {"--note", "Cá thu, đã cân!"}).find("0813Ca thu da can") != std::string::npos);
  CHECK_NOTHROW(payload(run, {"--note", std::string(25, 'a')}));
  CHECK(run({"qr", "encode", "--bank", "VCB", "--account", "1", "--note", std::string(26, 'a')}) ==
        2);
  CHECK_FALSE(run.complaint().empty());
  CHECK(run({"qr", "encode", "--bank", "VCB", "--account", "1", "--note", "…"}) == 2);
  CHECK_FALSE(run.complaint().empty());
  CHECK(payload(run, {"--note", ""}) == payload(run));
}

TEST_CASE("A decoded payload is one line of JSON with null for what is absent") {
  Running run;
  const auto whole = payload(
      run, {"--amount", "50000", "--note", "Cá thu", "--name", "Cô Thoan", "--city", "Hạ Long"});
  CHECK(run({"qr", "decode", "--json", whole}) == 0);
  CHECK(run.take() ==
        R"({"valid":true,"scheme":"VietQR","error":null,"fields":{"bank":"970436",)"
        R"("account":"1017595600","service":"QRIBFTTA","amount":50000,"note":"Ca thu",)"
        R"("name":"Co Thoan","city":"Ha Long","poi":"12"}})"
        "\n");
  CHECK(run({"qr", "decode", "--json", payload(run)}) == 0);
  CHECK(run.take().find(R"("amount":null,"note":null,"name":null,"city":null,"poi":"11")") !=
        std::string::npos);
}

TEST_CASE("A damaged payload says what is wrong and where, and what could be read") {
  Running run;
  auto damaged = payload(run);
  damaged.back() = damaged.back() == '0' ? '1' : '0';
  CHECK(run({"qr", "decode", "--json", damaged}) == 1);
  const auto line = run.take();
  CHECK(line.find(R"("valid":false)") != std::string::npos);
  CHECK(line.find(R"("error":{"code":"crc_mismatch","at":)") != std::string::npos);
  CHECK(line.find(R"("account":"1017595600")") != std::string::npos);
  CHECK(run({"qr", "decode", damaged}) == 1);
  CHECK(run.take().starts_with("INVALID VietQR\n"));
}

TEST_CASE("Payloads on input give one line each, also for an empty and an endless one") {
  Running run;
  const auto good = payload(run);
  run.in.str(good + "\n\n" + std::string(100'000, '0') + "\n\xFF\xFE\n" + good + "\r\n" + good);
  CHECK(run({"qr", "decode", "--jsonl"}) == 1);
  std::istringstream lines(run.take());
  std::vector<bool> valid;
  for (std::string line; std::getline(lines, line);) {
    valid.push_back(line.find(R"("valid":true)") != std::string::npos);
  }
  CHECK(valid == std::vector<bool>{true, false, false, false, false, true});
}

TEST_CASE("Decoding needs payloads, from one place") {
  Running run;
  CHECK(run({"qr", "decode"}) == 2);
  CHECK_FALSE(run.complaint().empty());
  CHECK(run({"qr", "decode", "--jsonl", "payload"}) == 2);
  CHECK_FALSE(run.complaint().empty());
}

TEST_CASE("People are shown the bank's name and the amount, and no control characters") {
  Running run;
  CHECK(run({"qr", "decode", payload(run, {"--amount", "1250000"})}) == 0);
  const auto text = run.take();
  CHECK(text.find("970436 Vietcombank") != std::string::npos);
  CHECK(text.find("1.250.000") != std::string::npos);
  std::string odd = "00020138560010A0000007270126000697043601121017595600\x1B[0208QRIBFTTA";
  odd += "53037045802VN6304";
  char crc[4];
  qr::write_crc_hex(qr::crc16(odd), crc);
  run({"qr", "decode", odd + std::string(crc, 4)});
  CHECK(run.take().find('\x1B') == std::string::npos);
}

TEST_CASE("A drawn code is read back from its picture") {
  Running run;
  const testing::TemporaryDirectory directory;
  const auto path = directory.path() + "/code.png";
  const auto text = payload(run, {"--amount", "85000"});
  REQUIRE(run({"qr", "image", "--out", path, "--px", "300", "--level", "Q", text}) == 0);
  CHECK(run({"qr", "read", "--json", path}) == 0);
  CHECK(run.take().starts_with("{\"text\":\"" + text + "\",\"valid\":true,"));
  CHECK(run({"qr", "read", path}) == 0);
  CHECK(run.take().starts_with(text + "\nvalid VietQR\n"));
  const auto drawing = directory.path() + "/code.svg";
  REQUIRE(run({"qr", "image", "--out", drawing, text}) == 0);
  CHECK(cli::read_file(drawing).value().find("<svg") != std::string::npos);
}

TEST_CASE("A broken payload is not drawn, nor into a file that is neither PNG nor SVG") {
  Running run;
  const testing::TemporaryDirectory directory;
  const auto text = payload(run);
  CHECK(run({"qr", "image", "--out", directory.path() + "/x.png", text + "0"}) == 2);
  CHECK_FALSE(run.complaint().empty());
  CHECK(run({"qr", "image", "--out", directory.path() + "/x.gif", text}) == 2);
  CHECK_FALSE(run.complaint().empty());
  CHECK(run({"qr", "image", "--out", directory.path() + "/none/x.png", text}) == 2);
  CHECK(run.complaint().starts_with("cannot write"));
  CHECK(run({"qr", "image", "--out", directory.path() + "/x.png", "--px", "9", text}) == 2);
  CHECK_FALSE(run.complaint().empty());
}

TEST_CASE("A picture without a code, or no picture at all, is said in one line") {
  Running run;
  const testing::TemporaryDirectory directory;
  const auto path = directory.path() + "/x.png";
  CHECK(run({"qr", "read", path}) == 2);
  CHECK(run.complaint() == "cannot read: " + path);
  CHECK(run({"qr", "read", directory.path()}) == 2);
  CHECK(run.complaint().starts_with("cannot read"));
  cli::write_file(path, "not a picture").value();
  CHECK(run({"qr", "read", path}) == 2);
  CHECK_FALSE(run.complaint().empty());
  // A symbol of nothing that pays is a code, but not a valid one.
  cli::write_file(path, qr::draw_png(qr::make_symbol("hello").value(), 200).value()).value();
  CHECK(run({"qr", "read", "--json", path}) == 1);
  CHECK(run.take().starts_with(R"({"text":"hello","valid":false)"));
}
