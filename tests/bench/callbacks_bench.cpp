// ./dev bench callbacks: signed SePay notices with unique references over HTTP keep-alive, answered
// after the durable commit, against the same server that answers the same POST with a fixed 200.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "gateway/app/gateway.hpp"
#include "gateway/app/sandbox.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/signature.hpp"
#include "tests/bench/load.hpp"

namespace {

using namespace chopay;

struct Options {
  std::size_t connections = 64;
  int seconds = 4;
  int rounds = 3;
  int io_threads = 1;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const int value = std::atoi(argv[i + 1]);
    if (name == "--connections") options.connections = static_cast<std::size_t>(value);
    if (name == "--seconds") options.seconds = value;
    if (name == "--rounds") options.rounds = value;
    if (name == "--io-threads") options.io_threads = value;
  }
  return options;
}

net::Task<http::Response> fixed_answer(http::Exchange&) {
  http::Response response;
  response.content_type = "application/json";
  response.body = R"({"success":true})";
  co_return response;
}

/// Writes notices as SePay would send them, each with a reference of its own, to stalls in turn.
class Notices {
 public:
  Notices(std::string target, std::string secret, std::vector<std::string> accounts)
      : target_(std::move(target)), secret_(std::move(secret)), accounts_(std::move(accounts)) {
    const std::time_t vietnam = std::time(nullptr) + 7 * 3600;
    std::strftime(time_, sizeof time_, "%Y-%m-%d %H:%M:%S", std::gmtime(&vietnam));
  }

  void write(std::uint64_t number, bench::LoadRequest& request) const {
    const auto id = first_ + number;
    const auto now = std::to_string(std::time(nullptr));
    char body[512];
    const int size = std::snprintf(
        body, sizeof body,
        R"({"id":%llu,"gateway":"Vietcombank","transactionDate":"%s","accountNumber":"%s",)"
        R"("code":null,"content":"MBVCB.%llu.082263.tien hang.CT tu 0123 toi %s",)"
        R"("transferType":"in","transferAmount":%llu,"accumulated":0,"subAccount":null,)"
        R"("referenceCode":"FT%012llu","description":"BankAPINotify"})",
        static_cast<unsigned long long>(id), time_, accounts_[id % accounts_.size()].c_str(),
        static_cast<unsigned long long>(id), accounts_[id % accounts_.size()].c_str(),
        static_cast<unsigned long long>(1'000 + id % 900'000), static_cast<unsigned long long>(id));
    request.target = target_;
    request.body.assign(body, static_cast<std::size_t>(size));
    const auto signature = bank::hmac_sha256(secret_, {now, ".", request.body});
    request.headers = "Content-Type: application/json\r\nX-SePay-Timestamp: " + now +
                      "\r\nX-SePay-Signature: sha256=" + bank::to_hex(signature) + "\r\n";
  }
  /// References of the next run begin behind those of the last.
  void advance(std::uint64_t by) { first_ += by; }

 private:
  std::string target_;
  std::string secret_;
  std::vector<std::string> accounts_;
  char time_[32] = {};
  std::uint64_t first_ = 1;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Accounts at Vietcombank of the sandbox market, each of one stall.
std::vector<std::string> accounts_of(app::Gateway& gateway, const std::string& market) {
  const auto asked = gateway.lane().ask_and_wait(
      merchant::ShowRegistry{merchant::MarketId::parse(market).value()});
  std::vector<std::string> accounts;
  for (const auto& [account, stalls] : (*asked.answer)->stalls_by_account) {
    if (account.bank == "970436" && stalls.size() == 1) accounts.push_back(account.number);
  }
  return accounts;
}

struct Figures {
  std::vector<double> bare, durable, p50, p99;
};

void measure_round(const Options& options, std::uint16_t port, Notices& notices, Figures& figures) {
  bench::LoadSettings load;
  load.port = port;
  load.connections = options.connections;
  load.duration = std::chrono::seconds{options.seconds};
  const auto bare = bench::run_load(load, [&](std::uint64_t number, bench::LoadRequest& request) {
    notices.write(number, request);
    request.target = "/bare";
  });
  const auto durable = bench::run_load(
      load,
      [&](std::uint64_t number, bench::LoadRequest& request) { notices.write(number, request); });
  notices.advance(10'000'000);
  std::cout << "bare:    " << bare.line() << "\ndurable: " << durable.line() << std::endl;
  if (!bare.all(200) || !durable.all(200)) throw std::runtime_error("an answer was not 200");
  figures.bare.push_back(bare.per_second());
  figures.durable.push_back(durable.per_second());
  figures.p50.push_back(durable.latencies.quantile_us(0.5) / 1e3);
  figures.p99.push_back(durable.latencies.quantile_us(0.99) / 1e3);
}

int run(const Options& options, const std::string& data) {
  config::Settings settings;
  settings.data = data;
  settings.port = 0;
  settings.io_threads = options.io_threads;
  ledger::SystemRandom random;
  auto sandbox = app::Sandbox::prepare(settings, random);
  app::Gateway::Extras extras;
  extras.add_routes = [](http::Router& router, api::Services&) {
    router.add({http::Method::post, "/bare", 64 * 1024, fixed_answer});
  };
  extras.adjust = [](http::ServerSettings& server) {
    server.requests_per_connection_max = SIZE_MAX;
  };
  app::Gateway gateway{settings, std::move(extras)};
  sandbox.furnish(gateway);
  const auto port = gateway.start().value();
  const auto& file = sandbox.announce(gateway);
  Notices notices{"/callbacks/" + file.source_id, file.source_secret,
                  accounts_of(gateway, file.market)};
  Figures figures;
  for (int round = 0; round < options.rounds; ++round) {
    measure_round(options, port, notices, figures);
  }
  gateway.stop();
  const auto bare = median(figures.bare);
  const auto durable = median(figures.durable);
  std::printf(R"({"durable_per_s":%.0f,"p50_ms":%.3f,"p99_ms":%.3f,"bare_per_s":%.0f,"ratio":%.3f})"
              "\n",
              durable, median(figures.p50), median(figures.p99), bare, durable / bare);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // On the disk of the checkout: a ledger in memory would not be durable.
  const auto data = std::filesystem::current_path() / "build" / "bench-callbacks-data";
  std::filesystem::remove_all(data);
  const int code = run(read_options(argc, argv), data.string());
  std::filesystem::remove_all(data);
  return code;
}
