#include "tests/bench/callback_server.hpp"

#include <cstdio>
#include <ctime>
#include <stdexcept>
#include <string>
#include <vector>

#include "gateway/app/freed_memory.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/sandbox.hpp"
#include "gateway/bank/encoding.hpp"
#include "gateway/bank/signature.hpp"

namespace chopay::bench {
namespace {

net::Task<http::Response> fixed_answer(http::Exchange&) {
  http::Response response;
  response.content_type = "application/json";
  response.body = R"({"success":true})";
  co_return response;
}

/// Writes notices as SePay would send them.
class Notices {
 public:
  Notices(std::string target, std::string secret, std::vector<std::string> accounts)
      : target_(std::move(target)), secret_(std::move(secret)), accounts_(std::move(accounts)) {
    const std::time_t vietnam = std::time(nullptr) + 7 * 3600;
    std::strftime(time_, sizeof time_, "%Y-%m-%d %H:%M:%S", std::gmtime(&vietnam));
  }

  void write(std::uint64_t number, LoadRequest& request) const {
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
  void add_account(std::string account) { accounts_.push_back(std::move(account)); }
  /// References of the next run begin behind those of the last.
  void advance(std::uint64_t by) { first_ += by; }

 private:
  std::string target_;
  std::string secret_;
  std::vector<std::string> accounts_;
  char time_[32] = {};
  std::uint64_t first_ = 1;
};

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

app::Gateway::Extras extras() {
  app::Gateway::Extras extras;
  extras.add_routes = [](http::Router& router, api::Services&) {
    router.add({http::Method::post, "/bare", 64 * 1024, fixed_answer});
  };
  extras.adjust = [](http::ServerSettings& server) {
    server.requests_per_connection_max = SIZE_MAX;
    // A connection of an open load may have nothing to send for long.
    server.head_max = server.idle_max;
  };
  return extras;
}

config::Settings settings(const std::string& data, int io_threads, const net::TlsFiles& tls) {
  config::Settings settings;
  settings.data = data;
  settings.port = 0;
  settings.io_threads = io_threads;
  settings.tls_certificate_file = tls.certificate;
  settings.tls_key_file = tls.key;
  return settings;
}

LoadReport checked(LoadReport report) {
  if (!report.all(200)) throw std::runtime_error("an answer was not 200: " + report.line());
  return report;
}

}  // namespace

struct CallbackServer::State {
  State(const std::string& data, int io_threads, const net::TlsFiles& tls)
      : settings(bench::settings(data, io_threads, tls)),
        sandbox(app::Sandbox::prepare(settings, random)),
        gateway(settings, extras()) {
    sandbox.furnish(gateway);
    port = gateway.start().value();
    const auto& file = sandbox.announce(gateway);
    api_key = file.api_key;
    market = merchant::MarketId::parse(file.market).value();
    till_key = file.till.substr(file.till.find("?key=") + 5);
    notices = std::make_unique<Notices>("/callbacks/" + file.source_id, file.source_secret,
                                        accounts_of(gateway, file.market));
  }
  config::Settings settings;
  ledger::SystemRandom random;
  app::Sandbox sandbox;
  app::Gateway gateway;
  std::uint16_t port = 0;
  std::string till_key;
  std::string api_key;
  merchant::MarketId market;
  std::unique_ptr<Notices> notices;
};

CallbackServer::CallbackServer(const std::string& data, int io_threads, const net::TlsFiles& tls) {
  app::keep_freed_memory();  // as the program does
  state_ = std::make_unique<State>(data, io_threads, tls);
}

CallbackServer::~CallbackServer() {
  state_->gateway.stop();
}

std::uint16_t CallbackServer::port() const {
  return state_->port;
}

std::string CallbackServer::till_key() const {
  return state_->till_key;
}

void CallbackServer::open_stalls(std::size_t count) {
  auto& lane = state_->gateway.lane();
  const auto known = lane.ask_and_wait(merchant::ShowRegistry{state_->market});
  const auto zone = (*known.answer)->zones.front().id;
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = "Z" + std::to_string(i);
    lane.ask_and_wait(merchant::OpenStall{state_->market,
                                          merchant::StallId::parse(name).value(),
                                          zone,
                                          name,
                                          "Hải sản",
                                          "Hộ KD Nguyễn Thị Hồng Nhung " + std::to_string(i),
                                          {"970436", "777" + std::to_string(i)},
                                          "HKD"})
        .answer.value();
  }
}

void CallbackServer::open_markets(std::size_t count) {
  constexpr std::size_t stalls = 8;
  auto& lane = state_->gateway.lane();
  for (std::size_t i = 1; i <= count; ++i) {
    const auto name = "market-" + std::to_string(i);
    const auto market = merchant::MarketId::parse(name).value();
    lane.ask_and_wait(merchant::OpenMarket{market, {name, "Quảng Ninh", true}}).answer.value();
    lane.ask_and_wait(merchant::OpenZone{market, {"A", "Khu A"}}).answer.value();
    for (std::size_t j = 0; j < stalls; ++j) {
      const auto stall = "A" + std::to_string(j);
      const auto account = "888" + std::to_string(i * stalls + j);
      lane.ask_and_wait(merchant::OpenStall{market,
                                            merchant::StallId::parse(stall).value(),
                                            "A",
                                            stall,
                                            "Hải sản",
                                            "Hộ KD " + stall,
                                            {"970436", account},
                                            "HKD"})
          .answer.value();
      state_->notices->add_account(account);
    }
  }
}

LoadReport CallbackServer::month_reports(LoadSettings load) {
  load.port = state_->port;
  const std::time_t vietnam = std::time(nullptr) + 7 * 3600;
  char month[16];
  std::strftime(month, sizeof month, "%Y-%m", std::gmtime(&vietnam));
  auto report = run_load(load, [&](std::uint64_t, LoadRequest& request) {
    request.method = "GET";
    request.target = std::string{"/v1/settlements/"} + month + ".pdf";
    request.headers = "Authorization: Bearer " + state_->api_key + "\r\n";
    request.body.clear();
  });
  // On a slow machine none may be done before the end, and the last ones not long after it.
  report.broken = 0;
  return report.answers() == 0 ? report : checked(std::move(report));
}

LoadReport CallbackServer::bare(LoadSettings load) {
  load.port = state_->port;
  return checked(run_load(load, [&](std::uint64_t number, LoadRequest& request) {
    state_->notices->write(number, request);
    request.target = "/bare";
  }));
}

LoadReport CallbackServer::durable(LoadSettings load) {
  load.port = state_->port;
  auto report = checked(run_load(load, [&](std::uint64_t number, LoadRequest& request) {
    state_->notices->write(number, request);
  }));
  state_->notices->advance(10'000'000);
  return report;
}

}  // namespace chopay::bench
