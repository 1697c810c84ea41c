// ./dev bench callbacks: signed SePay notices with unique references over HTTP keep-alive, answered
// after the durable commit, against the same server that answers the same POST with a fixed 200.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "tests/bench/callback_server.hpp"
#include "tests/bench/median.hpp"

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

void run(const Options& options, const std::string& data) {
  bench::CallbackServer server{data, options.io_threads};
  bench::LoadSettings load;
  load.connections = options.connections;
  load.duration = std::chrono::seconds{options.seconds};
  std::vector<double> bare, durable, p50, p99;
  for (int round = 0; round < options.rounds; ++round) {
    const auto fixed = server.bare(load);
    const auto kept = server.durable(load);
    std::cout << "bare:    " << fixed.line() << "\ndurable: " << kept.line() << std::endl;
    bare.push_back(fixed.per_second());
    durable.push_back(kept.per_second());
    p50.push_back(kept.latencies.quantile_us(0.5) / 1e3);
    p99.push_back(kept.latencies.quantile_us(0.99) / 1e3);
  }
  std::printf(R"({"durable_per_s":%.0f,"p50_ms":%.3f,"p99_ms":%.3f,"bare_per_s":%.0f,"ratio":%.3f})"
              "\n",
              bench::median(durable), bench::median(p50), bench::median(p99), bench::median(bare),
              bench::median(durable) / bench::median(bare));
}

}  // namespace

int main(int argc, char** argv) {
  const auto data = std::filesystem::current_path() / "build" / "bench-callbacks-data";
  std::filesystem::remove_all(data);
  run(read_options(argc, argv), data.string());
  std::filesystem::remove_all(data);
}
