// Stickers of a market and photos judged against it, from the command line.
#include <catch2/catch.hpp>

#include "gateway/cli/files.hpp"
#include "ledger/sqlite_store.hpp"
#include "merchant/stall_code.hpp"
#include "qr/draw_png.hpp"
#include "qr/jpeg_file.hpp"
#include "qr/png_file.hpp"
#include "qr/symbol.hpp"
#include "tests/gateway/cli/running.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using testing::Running;

namespace {

/// A folder with the ledger of a market of three stalls, and room for files beside it.
struct Folder {
  testing::TemporaryDirectory data;
  testing::TemporaryDirectory files;
  testing::MarketDesk desk;

  Folder() {
    desk.open_market();
    ledger::SqliteStore store{data.path()};
    store.begin();
    store.append(desk.log, {});
  }

  std::string payload(const char* stall) {
    const auto registry = desk.ask(merchant::ShowRegistry{desk.market()}).value();
    return merchant::static_payload(*registry->stall(merchant::StallId::parse(stall).value()));
  }
  /// Writes a picture of the text and gives its path.
  std::string photo(const std::string& text, bool jpeg = false) const {
    auto bytes = qr::draw_png(qr::make_symbol(text).value(), 400).value();
    if (jpeg) bytes = qr::write_jpeg(qr::read_png(bytes).value(), 80).value();
    const auto path = file(jpeg ? "photo.jpg" : "photo.png");
    cli::write_file(path, bytes).value();
    return path;
  }
  std::string file(const std::string& name) const { return files.path() + '/' + name; }
};

}  // namespace

TEST_CASE("A photo, PNG or JPEG, is judged against the ledger's market") {
  Folder folder;
  Running run;
  const auto text = folder.payload("A01");
  for (const bool jpeg : {false, true}) {
    const auto photo = folder.photo(text, jpeg);
    CHECK(run({"qr", "read", "--json", "--data", folder.data.path(), "--stall", "A01", photo}) ==
          0);
    CHECK(run.take().starts_with("{\"text\":\"" + text +
                                 R"(","verdict":"genuine","stall":"A01","valid":true,)"));
    CHECK(run({"qr", "read", "--data", folder.data.path(), "--stall", "A02", photo}) == 1);
    CHECK(run.take().find("verdict other_stall, stall A01\n") != std::string::npos);
  }
  const auto link = folder.photo("https://example.vn");
  CHECK(run({"qr", "read", "--json", "--data", folder.data.path(), link}) == 1);
  CHECK(run.take().find(R"("verdict":"foreign","stall":null)") != std::string::npos);
}

TEST_CASE("A photo may come on standard input, but not without end") {
  const Folder folder;
  Running run;
  run.in.str(cli::read_file(folder.photo("hello")).value());
  CHECK(run({"qr", "read", "--json", "-"}) == 1);
  CHECK(run.take().starts_with(R"({"text":"hello","valid":false,)"));
  Running flooded;
  flooded.in.str(std::string((8U << 20U) + 1, 'x'));
  CHECK(flooded({"qr", "read", "-"}) == 2);
  CHECK(flooded.complaint().starts_with("the file is larger"));
}

TEST_CASE("A photo is judged against nothing where there is no such ledger or market") {
  Folder folder;
  Running run;
  const auto photo = folder.photo(folder.payload("A01"));
  CHECK(run({"qr", "read", "--data", folder.files.path(), photo}) == 2);
  CHECK_FALSE(run.complaint().empty());
  CHECK(run({"qr", "read", "--data", folder.data.path(), "--market", "other", photo}) == 2);
  CHECK_FALSE(run.complaint().empty());
}

TEST_CASE("The stickers of a market, a zone or a stall are one PDF") {
  const Folder folder;
  Running run;
  const auto pdf = folder.file("x.pdf");
  const auto print = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments{"market",           "stickers", "--data",
                                       folder.data.path(), "--out",    pdf};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  };
  CHECK(print({}) == 0);
  CHECK(run.take() == "3 stickers in " + pdf + "\n");
  CHECK(cli::read_file(pdf).value().starts_with("%PDF-"));
  CHECK(print({"--stall", "A02", "--paper", "strip_58", "--accent", "#0a7239"}) == 0);
  CHECK(run.take() == "1 sticker in " + pdf + "\n");
  CHECK(print({"--zone", "X"}) == 2);
  CHECK(run.complaint() == "no such stall");
  CHECK(print({"--accent", "green"}) == 2);
  CHECK(run.complaint().starts_with("a colour is #"));
  CHECK(print({"--logo", folder.file("none.png")}) == 2);
  CHECK(run.complaint().starts_with("cannot read"));
  CHECK(print({"--paper", "a3"}) == 2);
  CHECK_FALSE(run.complaint().empty());
}
