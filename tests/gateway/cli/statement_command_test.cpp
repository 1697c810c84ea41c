#include <catch2/catch.hpp>

#include "gateway/cli/files.hpp"
#include "tests/gateway/cli/running.hpp"

using namespace chopay;
using testing::Running;

namespace {

const std::string bidv =
    "Số tài khoản: 1017595600\nNgày GD;Số tham chiếu;Mô tả;Phát sinh Nợ;Phát sinh Có;Số dư\n"
    "24/11/2026 14:05:09;FT1;mua cá;;85.000;86.000\n";

struct File {
  explicit File(const std::string& text) { cli::write_file(path(), text).value(); }
  testing::TemporaryDirectory directory;
  std::string path() const { return directory.path() + "/saoke.csv"; }
};

}  // namespace

TEST_CASE("A statement is printed as lines of JSON: itself, then its bookings") {
  Running chopay;
  const File file{bidv};
  CHECK(chopay({"statement", "read", file.path()}) == cli::exit_done);
  CHECK(
      chopay.take() ==
      R"({"format":"bidv","bank":"970418","account":"1017595600","from":"2026-11-24",)"
      R"("to":"2026-11-24","lines":1,"credits":{"count":1,"sum":85000},"debits":{"count":0,"sum":0}})"
      "\n"
      R"({"row":3,"day":"2026-11-24","occurred_at":"2026-11-24T07:05:09.000Z","amount":85000,)"
      R"("direction":"in","reversal":false,"reference":"FT1","counter_account":null,)"
      R"("counter_name":null,"text":"mua cá"})"
      "\n");
}

TEST_CASE("A statement with one bad row prints its problem and no booking") {
  Running chopay;
  const File file{bidv + "24/11/2026 15:00:00;FT2;cua;;=A1;91.000\n"};
  CHECK(chopay({"statement", "read", file.path()}) == cli::exit_no);
  CHECK(chopay.take() ==
        R"({"row":4,"column":null,"problem":"cell E4 is a formula or an error; a bank's file has )"
        R"(values only"})"
        "\n");
  CHECK(chopay.complaint() == "1 problem; a statement is read whole or not at all");
}

TEST_CASE("Comparing sends the file with the key and prints only what is not on both sides") {
  Running chopay;
  const File file{bidv};
  const auto key = file.directory.path() + "/key";
  cli::write_file(key, "ck_secret\n").value();
  sandbox::WebRequest sent;
  std::string answer =
      R"({"committed":false,"lines":[{"row":1,"verdict":"matched"},{"row":2,"verdict":"undecided"}],)"
      R"("not_in_statement":[{"seq":7}]})";
  int status = 200;
  chopay.web = [&](const sandbox::WebRequest& request) -> sandbox::Result<sandbox::WebAnswer> {
    sent = request;
    return sandbox::WebAnswer{status, answer, {}};
  };
  const std::vector<std::string> more{file.path(), "--to",       "http://x/", "--key-file", key,
                                      "--account", "1017595600", "--bank",    "Đông Á"};
  std::vector<std::string> compare{"statement", "compare"};
  compare.insert(compare.end(), more.begin(), more.end());
  CHECK(chopay(compare) == cli::exit_no);
  CHECK(sent.url == "http://x/v1/statements?bank=%C4%90%C3%B4ng%20%C3%81&account=1017595600");
  CHECK(sent.headers.at(0).second == "Bearer ck_secret");
  CHECK(sent.body == bidv);
  CHECK(chopay.take() ==
        "{\"committed\":false}\n{\"row\":2,\"verdict\":\"undecided\"}\n{\"seq\":7}\n");
  compare[1] = "import";
  status = 201;
  CHECK(chopay(compare) == cli::exit_done);
  CHECK(sent.url.ends_with("&commit=true"));
  status = 422;
  answer = R"({"code":"bad_statement"})";
  CHECK(chopay(compare) == cli::exit_no);
  CHECK(chopay.complaint() == "the gateway answered 422");
}

TEST_CASE("An unknown bank, a missing file and a broken mapping are one line each") {
  Running chopay;
  const File file{bidv};
  CHECK(chopay({"statement", "read", file.path(), "--bank", "xyz"}) == cli::exit_not_run);
  CHECK(chopay.complaint() == "no bank is called so: xyz");
  CHECK(chopay({"statement", "read", "/no/such"}) == cli::exit_not_run);
  CHECK(chopay({"statement", "read", file.path(), "--mapping", file.path()}) == cli::exit_not_run);
  CHECK(chopay({"statement", "read", file.path(), "--account", "1"}) == cli::exit_no);
}
