// ./dev bench ledger [--part engine|http|peers] [--entries N] [--rounds N] [--seconds N]: what the
// ledger does a second alone, over HTTP, and beside what people build instead; how long its
// readings take. The last line is JSON; null for what was not measured.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/callback_server.hpp"
#include "tests/bench/ledger_engine.hpp"
#include "tests/bench/median.hpp"
#include "tests/bench/peers.hpp"

namespace {

using namespace chopay;

struct Options {
  bench::EngineOptions engine;
  std::string part;  ///< empty: all
  int rounds = 5;
  int seconds = 4;

  bool wants(const std::string& one) const { return part.empty() || part == one; }
};

/// Names and values of the last line, in order.
using Line = std::vector<std::pair<std::string, std::optional<double>>>;

struct HttpFigures {
  double per_s = 0;
  double ratio = 0;  ///< of the same server's bare POST rate
  double p99_ms = 0;
};

HttpFigures measure_http(const Options& options, std::size_t connections) {
  const auto data = std::filesystem::current_path() / "build" / "bench-http";
  std::filesystem::remove_all(data);
  std::vector<double> rates, ratios, p99s;
  {
    bench::CallbackServer server{data.string(), 1};
    bench::LoadSettings load;
    load.connections = connections;
    load.duration = std::chrono::seconds{options.seconds};
    for (int round = 0; round < options.rounds; ++round) {
      const auto bare = server.bare(load);
      const auto durable = server.durable(load);
      std::cout << connections << " connections, bare:    " << bare.line() << '\n'
                << connections << " connections, durable: " << durable.line() << std::endl;
      rates.push_back(durable.per_second());
      ratios.push_back(durable.per_second() / bare.per_second());
      p99s.push_back(durable.latencies.quantile_us(0.99) / 1e3);
    }
  }
  std::filesystem::remove_all(data);
  return {bench::median(rates), bench::median(ratios), bench::median(p99s)};
}

/// The median answer, in milliseconds, to notices that come 5,000 a second whatever is answered.
double measure_open_loop(const Options& options) {
  const auto data = std::filesystem::current_path() / "build" / "bench-http";
  std::filesystem::remove_all(data);
  std::vector<double> medians;
  {
    bench::CallbackServer server{data.string(), 1};
    bench::LoadSettings load;
    load.connections = 256;
    load.per_second = 5'000;
    load.duration = std::chrono::seconds{options.seconds};
    for (int round = 0; round < options.rounds; ++round) {
      const auto report = server.durable(load);
      std::cout << "open loop, durable: " << report.line() << std::endl;
      medians.push_back(report.latencies.quantile_us(0.5) / 1e3);
    }
  }
  std::filesystem::remove_all(data);
  return bench::median(medians);
}

Options read_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = arguments[i];
    const char* const value = arguments[i + 1];
    if (name == "--part") options.part = value;
    if (name == "--entries") options.engine.entries = std::strtoull(value, nullptr, 10);
    if (name == "--rounds") options.rounds = std::atoi(value);
    if (name == "--seconds") options.seconds = std::atoi(value);
  }
  options.engine.rounds = options.rounds;
  return options;
}

void print(const Line& line) {
  std::string text = "{";
  for (const auto& [name, value] : line) {
    char number[32] = "null";
    if (value) std::snprintf(number, sizeof number, "%.6g", *value);
    text += (text.size() > 1 ? ",\"" : "\"") + name + "\":" + number;
  }
  std::cout << text << "}" << std::endl;
}

void run(const Options& options) {
  std::optional<bench::EngineFigures> engine;
  std::optional<HttpFigures> http, http_256;
  std::optional<bench::PeerRates> peers;
  std::optional<double> ack_p50_ms;
  if (options.wants("engine")) engine = bench::measure_engine(options.engine);
  if (options.wants("http") || options.wants("peers")) http = measure_http(options, 64);
  if (options.wants("http")) http_256 = measure_http(options, 256);
  if (options.wants("http")) ack_p50_ms = measure_open_loop(options);
  if (options.wants("peers")) peers = bench::measure_peers(64, options.seconds, options.rounds);
  const auto of_engine = [&](double bench::EngineFigures::*figure) {
    return engine ? std::optional{(*engine).*figure} : std::nullopt;
  };
  const auto against = [&](double bench::PeerRates::*rate) {
    return peers ? std::optional{http->per_s / (*peers).*rate} : std::nullopt;
  };
  using Engine = bench::EngineFigures;
  using Peers = bench::PeerRates;
  print({{"engine_per_s", of_engine(&Engine::per_s)},
         {"engine_64_per_s", of_engine(&Engine::per_s_64)},
         {"http_per_s", http ? std::optional{http->per_s} : std::nullopt},
         {"http_ratio", http ? std::optional{http->ratio} : std::nullopt},
         {"http_ratio_256", http_256 ? std::optional{http_256->ratio} : std::nullopt},
         {"p99_ms", http ? std::optional{http->p99_ms} : std::nullopt},
         {"ack_p50_ms_5k", ack_p50_ms},
         {"vs_node_tx", against(&Peers::node_tx)},
         {"vs_node_batched", against(&Peers::node_batched)},
         {"vs_pgbench", against(&Peers::pgbench)},
         {"growth", of_engine(&Engine::growth)},
         {"verify_per_s", of_engine(&Engine::verify_per_s)},
         {"day_list_ms", of_engine(&Engine::day_list_ms)},
         {"day_totals_ms", of_engine(&Engine::day_totals_ms)},
         {"start_s", of_engine(&Engine::start_s)},
         {"backup_pause_ms", of_engine(&Engine::backup_pause_ms)}});
}

}  // namespace

int main(int count, char** arguments) {
  try {
    run(read_options(count, arguments));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "bench ledger: " << error.what() << '\n';
    return 1;
  }
}
