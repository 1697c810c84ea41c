#include <catch2/catch.hpp>

#include "gateway/cli/files.hpp"
#include "tests/gateway/cli/running.hpp"

using namespace chopay;
using testing::Running;

TEST_CASE("What is not understood is one line on err and exit code 2") {
  const std::vector<std::vector<std::string>> wrong{
      {},
      {"frobnicate"},
      {"--frobnicate"},
      {"qr"},
      {"qr", "frobnicate"},
      {"qr", "encode"},
      {"qr", "encode", "--bank", "VCB", "--account", "1", "--colour", "red"},
      {"qr", "encode", "--bank", "VCB", "--account"},
      {"qr", "image", "--out", "x.png", "--level", "Z", "payload"},
      {"qr", "image", "--out", "x.png", "--px", "12.5", "payload"},
      {"pay"},
      {"pay", "a", "b"},
      {"pay", "code", "--note-as-bank", "acb"},
      {"settlement", "--data", "d", "--date", "d", "--format", "xml"},
      {"key", "create", "--data", "d", "--market", "m", "--role", "king"},
      {"words"},
      {"callback", "check", "--now", "yesterday"},
      {"qr", "encode", "--ba\nnk", "x"},
  };
  for (const auto& arguments : wrong) {
    Running run;
    INFO(arguments.size() << ' ' << (arguments.empty() ? "" : arguments.back()));
    CHECK(run(arguments) == 2);
    CHECK(run.take().empty());
    CHECK_FALSE(run.complaint().empty());
  }
}

TEST_CASE("The complaint names what was wrong and where the manual is") {
  Running run;
  run({"qr", "encode", "--bank", "VCB", "--account", "1", "--colour", "red"});
  CHECK(run.complaint() == "not understood: --colour; see chopay qr encode --help");
  run({"frobnicate"});
  CHECK(run.complaint() == "not understood: frobnicate; see chopay --help");
  run({});
  CHECK(run.complaint() == "a command is missing; see chopay --help");
}

TEST_CASE("Every command has a manual with an example, and --version says the version") {
  const std::vector<std::vector<std::string>> commands{{"serve"},
                                                       {"sandbox"},
                                                       {"qr", "encode"},
                                                       {"qr", "decode"},
                                                       {"qr", "image"},
                                                       {"qr", "read"},
                                                       {"pay"},
                                                       {"ledger", "verify"},
                                                       {"settlement"},
                                                       {"market", "open"},
                                                       {"market", "show"},
                                                       {"market", "stickers"},
                                                       {"key", "create"},
                                                       {"reference", "scan"},
                                                       {"words"},
                                                       {"callback", "check"}};
  for (auto arguments : commands) {
    Running run;
    arguments.emplace_back("--help");
    INFO(arguments.front());
    CHECK(run(arguments) == 0);
    const std::string manual = run.take();
    CHECK(manual.find("Example") != std::string::npos);
    CHECK(manual.find("chopay " + arguments.front()) != std::string::npos);
    CHECK(run.err.str().empty());
  }
  Running run;
  CHECK(run({"--version"}) == 0);
  CHECK(run.take().starts_with("chopay "));
  CHECK(run({"--help-all"}) == 0);
  CHECK(run.take().find("--note-as-bank") != std::string::npos);
}

TEST_CASE("Numbers are decimal: what C would read as octal or hexadecimal is not another sum") {
  Running run;
  REQUIRE(run({"qr", "encode", "--bank", "VCB", "--account", "1", "--amount", "010"}) == 0);
  CHECK(run.take().find("540210") != std::string::npos);
  for (const std::string amount : {"0x10", "1e3", "50.0", "50,000", "-1", "0", "500000000", "",
                                   "99999999999999999999", " 5", "5 "}) {
    INFO(amount);
    CHECK(run({"qr", "encode", "--bank", "VCB", "--account", "1", "--amount", amount}) == 2);
    CHECK_FALSE(run.complaint().empty());
  }
}

TEST_CASE("Output that cannot be written is an error, not a success") {
  Running run;
  run.out.setstate(std::ios::badbit);
  CHECK(run({"words", "5"}) == 2);
  CHECK(run.complaint() == "cannot write the output");
  run.in.str("a\nb\nc\n");
  CHECK(run({"reference", "scan"}) == 2);
}

TEST_CASE("Serve and sandbox hand their options to the server") {
  Running run;
  cli::ServeOptions seen;
  run.hooks.serve = [&](const cli::ServeOptions& options) {
    seen = options;
    return 7;
  };
  CHECK(run({"sandbox", "--listen", "127.0.0.1:0", "--data", "there"}) == 7);
  CHECK(seen.sandbox);
  CHECK(seen.listen == "127.0.0.1:0");
  CHECK(seen.data == "there");
  CHECK(run({"sandbox"}) == 7);
  CHECK(seen.listen == "127.0.0.1:8080");
  CHECK(seen.data == "./data");
  CHECK(run({"serve", "--config", "chopay.toml"}) == 7);
  CHECK_FALSE(seen.sandbox);
  CHECK(seen.config == "chopay.toml");
  CHECK(seen.listen.empty());
  CHECK(run({"serve"}) == 2);
}

TEST_CASE("A program without a server says so, and a broken world is one line") {
  Running run;
  CHECK(run({"sandbox"}) == 2);
  CHECK(run.complaint() == "this program cannot serve");
  run.hooks.serve = [](const cli::ServeOptions&) -> int { throw std::runtime_error("no disk"); };
  CHECK(run({"sandbox"}) == 2);
  CHECK(run.complaint() == "no disk");
}

TEST_CASE("Keys and markets are made by the hooks, from options that are right in form") {
  Running run;
  const testing::TemporaryDirectory directory;
  const auto path = directory.path() + "/market.json";
  cli::write_file(path, R"({"id":"cho-1","name":"Chợ","province":"QN","sandbox":true,"zones":[]})")
      .value();
  std::string opened;
  run.hooks.market_open = [&](const cli::MarketOpenOptions& options, std::ostream& out) {
    opened = options.market.market.market.text() + " in " + options.data;
    out << "opened\n";
    return 0;
  };
  CHECK(run({"market", "open", path, "--data", "there"}) == 0);
  CHECK(opened == "cho-1 in there");
  CHECK(run.take() == "opened\n");
  cli::write_file(path, "{").value();
  CHECK(run({"market", "open", path, "--data", "there"}) == 2);
  CHECK(run.complaint().starts_with(path));

  cli::KeyCreateOptions asked;
  run.hooks.key_create = [&](const cli::KeyCreateOptions& options, std::ostream&) {
    asked = options;
    return 0;
  };
  CHECK(run({"key", "create", "--data", "d", "--market", "m", "--role", "till", "--stall", "A1"}) ==
        0);
  CHECK(asked.role == "till");
  CHECK(asked.stall == "A1");
  CHECK(run({"key", "create", "--data", "d", "--market", "m"}) == 0);
  CHECK(asked.role == "api");
}
