#include <catch2/catch.hpp>

#include "gateway/bank/adapter.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/sandbox/sandbox_file.hpp"
#include "qr/draw_png.hpp"
#include "qr/vietqr.hpp"
#include "tests/gateway/cli/running.hpp"

using namespace chopay;
using testing::Running;

namespace {

std::string code(std::optional<std::int64_t> dong = 85'000, const std::string& bin = "970436") {
  qr::TransferCode transfer;
  transfer.bin = bin;
  transfer.account = "9901000000101";
  transfer.amount_dong = dong;
  transfer.memo = "JXF00000000";
  return qr::encode(transfer, {.allow_unknown_bank = true}).value();
}

std::string picture(const std::string& payload) {
  return qr::draw_png(qr::make_symbol(payload).value(), 300).value();
}

/// A data folder with a sandbox.json, and a web that keeps what it is asked and answers.
struct Shop : Running {
  testing::TemporaryDirectory directory;
  std::vector<sandbox::WebRequest> asked;
  sandbox::WebAnswer answer{200, R"({"success":true})", std::chrono::microseconds{3140}};
  std::string shown;      ///< the picture that a GET gives
  bool has_clock = true;  ///< the gateway is a sandbox, whose time can be set

  Shop() {
    sandbox::SandboxFile file;
    file.url = "http://127.0.0.1:4711";
    file.source_id = "sandbox";
    file.source_kind = "sepay";
    file.source_secret = "hush";
    file.api_key = "ck_shop";
    cli::write_file(directory.path() + "/sandbox.json", sandbox::to_json(file)).value();
    web = [this](const sandbox::WebRequest& request) -> sandbox::Result<sandbox::WebAnswer> {
      asked.push_back(request);
      if (request.method == "GET") return sandbox::WebAnswer{200, shown, {}};
      if (request.url.ends_with("/sandbox/clock")) return set_clock();
      return answer;
    };
  }

  sandbox::WebAnswer set_clock() {
    if (has_clock) clock.advance(std::chrono::minutes{20});
    return {has_clock ? 200 : 404,
            R"({"now":")" + ledger::format_instant(clock.now()) + R"(","ahead_s":1200})",
            {}};
  }

  int pay(std::vector<std::string> arguments) {
    asked.clear();
    arguments.insert(arguments.begin(), "pay");
    arguments.insert(arguments.end(), {"--data", directory.path()});
    return (*this)(arguments);
  }

  /// What the gateway's adapter makes of the notice that was posted.
  merchant::BankNotice heard(std::size_t at = 0) {
    REQUIRE(asked.size() > at);
    bank::Source source;
    source.id = "sandbox";
    source.scheme = bank::Scheme::hmac;
    source.secrets.current = bank::Secret("hush");
    http::Headers headers;
    for (const auto& [name, value] : asked[at].headers) headers.add(name, value);
    const auto verdict = bank::find_adapter("sepay")->verify_and_decode(
        {"POST", "/callbacks/sandbox", headers, asked[at].body}, source, clock.now());
    REQUIRE(verdict.action == bank::Action::credit);
    return verdict.notices.front();
  }
};

}  // namespace

TEST_CASE("A picture is read, paid, and the gateway's answer printed with the milliseconds") {
  Shop shop;
  const auto path = shop.directory.path() + "/code.png";
  cli::write_file(path, picture(code())).value();
  CHECK(shop.pay({path}) == 0);
  CHECK(shop.take() == "200 {\"success\":true} 3.1 ms\n");
  REQUIRE(shop.asked.size() == 1);
  CHECK(shop.asked[0].url == "http://127.0.0.1:4711/callbacks/sandbox");
  CHECK(shop.heard().amount == ledger::Dong{85'000});
  CHECK(shop.heard().account == "9901000000101");
  CHECK(shop.heard().content == "JXF00000000");
}

TEST_CASE("A payload is paid as it is, and the notice goes where --to says") {
  Shop shop;
  CHECK(shop.pay({code(), "--to", "http://10.0.0.7:80/", "--note-as-bank", "vcb"}) == 0);
  CHECK(shop.asked[0].url == "http://10.0.0.7:80/callbacks/sandbox");
  CHECK(shop.heard().content.starts_with("MBVCB."));
}

TEST_CASE("A pay page is paid by the picture it shows") {
  Shop shop;
  shop.shown = picture(code(12'000));
  CHECK(shop.pay({"http://127.0.0.1:4711/pay/pr_1"}) == 0);
  CHECK(shop.asked[0].url == "http://127.0.0.1:4711/pay/pr_1/qr.png");
  CHECK(shop.heard(1).amount == ledger::Dong{12'000});
}

TEST_CASE("Short and over change the amount, twice sends the identical notice again") {
  Shop shop;
  CHECK(shop.pay({code(), "--short", "5000"}) == 0);
  CHECK(shop.heard().amount == ledger::Dong{80'000});
  CHECK(shop.pay({code(), "--over", "1"}) == 0);
  CHECK(shop.heard().amount == ledger::Dong{85'001});
  CHECK(shop.pay({code(), "--twice"}) == 0);
  REQUIRE(shop.asked.size() == 2);
  CHECK(shop.asked[0].body == shop.asked[1].body);
  CHECK(shop.pay({code(), "--short", "85000"}) == 2);
  CHECK(shop.pay({code(), "--short", "1", "--over", "1"}) == 2);
}

TEST_CASE("Late is late by the gateway's own clock, which is set forward before the notice") {
  Shop shop;
  CHECK(shop.pay({code(), "--late", "20m"}) == 0);
  REQUIRE(shop.asked.size() == 2);
  CHECK(shop.asked[0].url == "http://127.0.0.1:4711/sandbox/clock");
  CHECK(shop.asked[0].body == R"({"advance_s":1200})");
  CHECK(shop.asked[0].headers.front().second == "Bearer ck_shop");
  CHECK(shop.heard(1).occurred_at == std::chrono::floor<std::chrono::seconds>(shop.clock.now()));
  CHECK(shop.clock.now() == testing::market_morning() + std::chrono::minutes{20});
}

TEST_CASE("Where no clock can be set nothing is paid late") {
  Shop shop;
  shop.has_clock = false;
  CHECK(shop.pay({code(), "--late", "20m"}) == 2);
  CHECK(shop.complaint().find("the sandbox's clock") != std::string::npos);
  CHECK(shop.asked.size() == 1);
  CHECK(shop.pay({code(), "--late", "soon"}) == 2);
  CHECK(shop.asked.empty());
}

TEST_CASE("Two payments of one code are two transfers") {
  Shop shop;
  REQUIRE(shop.pay({code()}) == 0);
  const auto first = shop.heard().bank_ref;
  REQUIRE(shop.pay({code()}) == 0);
  CHECK(shop.heard().bank_ref != first);
}

TEST_CASE("A code without an amount needs one") {
  Shop shop;
  CHECK(shop.pay({code(std::nullopt)}) == 2);
  CHECK(shop.complaint().ends_with("with --amount"));
  CHECK(shop.asked.empty());
  CHECK(shop.pay({code(std::nullopt), "--amount", "7000"}) == 0);
  CHECK(shop.heard().amount == ledger::Dong{7'000});
}

TEST_CASE("A refusal of the gateway and silence are exit code 1") {
  Shop shop;
  shop.answer = {401, "{\n}", {}};
  CHECK(shop.pay({code()}) == 1);
  CHECK(shop.take() == "401 { } 0.0 ms\n");
  shop.answer = {204, "", {}};
  CHECK(shop.pay({code()}) == 0);
  CHECK(shop.take() == "204 0.0 ms\n");
  shop.web = [](const sandbox::WebRequest&) -> sandbox::Result<sandbox::WebAnswer> {
    return sandbox::Error{sandbox::Errc::no_answer, "connection refused"};
  };
  CHECK(shop.pay({code()}) == 2);
  CHECK(shop.complaint() == "http://127.0.0.1:4711: no answer: connection refused");
}

TEST_CASE("What no phone would pay is not paid: nothing is sent") {
  Shop shop;
  auto damaged = code();
  damaged.back() = damaged.back() == '0' ? '1' : '0';
  const auto path = shop.directory.path() + "/x.png";
  cli::write_file(path, picture(damaged)).value();
  for (const auto& what : {damaged, path, std::string("nonsense"), std::string("./none.png"),
                           code(85'000, "999999"), shop.directory.path()}) {
    INFO(what);
    CHECK(shop.pay({what}) == 2);
    CHECK_FALSE(shop.complaint().empty());
    CHECK(shop.asked.empty());
  }
  shop.shown = "<html>";
  CHECK(shop.pay({"http://127.0.0.1:4711/pay/pr_1"}) == 2);
  CHECK(shop.asked.size() == 1);
}

TEST_CASE("Without a sandbox.json that can be read nothing is paid") {
  Running run;
  const testing::TemporaryDirectory directory;
  CHECK(run({"pay", code(), "--data", directory.path()}) == 2);
  CHECK(run.complaint() == "cannot read: " + directory.path() + "/sandbox.json");
  cli::write_file(directory.path() + "/sandbox.json", "{}").value();
  CHECK(run({"pay", code(), "--data", directory.path()}) == 2);
  CHECK(run.complaint().find("sandbox file") != std::string::npos);
}
