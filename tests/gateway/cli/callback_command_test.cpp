#include <catch2/catch.hpp>

#include "gateway/cli/files.hpp"
#include "gateway/sandbox/bank.hpp"
#include "qr/decode.hpp"
#include "qr/vietqr.hpp"
#include "tests/gateway/cli/running.hpp"

using namespace chopay;
using testing::Running;

namespace {

sandbox::SignedNotice notice() {
  qr::TransferCode transfer;
  transfer.bin = "970436";
  transfer.account = "9901000000101";
  const auto code = qr::decode(qr::encode(transfer).value()).value();
  return sandbox::pay({.code = code,
                       .amount = ledger::Dong{85'000},
                       .now = testing::market_morning(),
                       .number = 7},
                      "hush")
      .value()
      .front();
}

/// The three files of a message.
struct Message {
  testing::TemporaryDirectory directory;
  Message(const sandbox::SignedNotice& of, const std::string& secret) {
    std::string headers = "POST /callbacks/sandbox HTTP/1.1\r\n";
    for (const auto& [name, value] : of.headers) headers += name + ": " + value + "\r\n";
    cli::write_file(path("h"), headers).value();
    cli::write_file(path("b"), of.body).value();
    cli::write_file(path("s"), secret).value();
  }
  std::string path(const std::string& name) const { return directory.path() + '/' + name; }
  std::vector<std::string> arguments(const std::string& kind) const {
    return {"callback", "check",     "--kind",  kind,     "--secret-file",
            path("s"),  "--headers", path("h"), "--body", path("b")};
  }
};

std::string unix_time(ledger::Instant at) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

}  // namespace

TEST_CASE("A right message is accepted, also with a line end behind the secret") {
  const Message message{notice(), "hush\n"};
  Running run;
  CHECK(run(message.arguments("sepay")) == 0);
  const auto line = run.take();
  CHECK(line.starts_with(R"({"accepted":true,"action":"credit")"));
  CHECK(line.find(R"("amount":85000)") != std::string::npos);
}

TEST_CASE("A forged or an old message is refused with exit code 1, and the reason told") {
  Running run;
  CHECK(run(Message{notice(), "another"}.arguments("sepay")) == 1);
  CHECK(run.take().starts_with(R"({"accepted":false,"action":"reject_auth")"));
  const Message message{notice(), "hush"};
  auto arguments = message.arguments("sepay");
  arguments.insert(arguments.end(),
                   {"--now", unix_time(testing::market_morning() + std::chrono::hours(1))});
  CHECK(run(arguments) == 1);
  CHECK(run.take().starts_with(R"({"accepted":false,"action":"reject_stale")"));
  arguments.back() = unix_time(testing::market_morning());
  CHECK(run(arguments) == 0);
}

TEST_CASE("Rows on input give one line each, a row that is none does not put them out of step") {
  const auto of = notice();
  std::string body;
  for (const char c : of.body) {
    if (c == '"' || c == '\\') body += '\\';
    body += c;
  }
  std::string headers;
  for (const auto& [name, value] : of.headers) {
    headers += (headers.empty() ? "\"" : ",\"") + name + "\":\"" + value + '"';
  }
  const std::string row = R"({"provider":"sepay","headers":{)" + headers + R"(},"body":")" + body +
                          R"(","secret":"hush"})";
  Running run;
  run.in.str(row + '\n' + row + "\n{}\n" + row);
  CHECK(run({"callback", "check", "--jsonl"}) == 2);
  std::istringstream lines(run.take());
  std::vector<std::string> actions;
  for (std::string line; std::getline(lines, line);) {
    const auto at = line.find("\"action\":") + 9;
    actions.push_back(line.substr(at, line.find(',', at) - at));
  }
  CHECK(actions ==
        std::vector<std::string>{"\"credit\"", "\"duplicate\"", "null", "\"duplicate\""});
}

TEST_CASE("A check without its files, or of an unknown kind, is refused in one line") {
  const Message message{notice(), "hush"};
  Running run;
  CHECK(run(message.arguments("piggy bank")) == 2);
  CHECK_FALSE(run.complaint().empty());
  CHECK(run({"callback", "check", "--kind", "sepay"}) == 2);
  CHECK_FALSE(run.complaint().empty());
  auto arguments = message.arguments("sepay");
  arguments.back() += "none";
  CHECK(run(arguments) == 2);
  CHECK(run.complaint().starts_with("cannot read"));
}
