#include "tests/bench/notices_beside_reports.hpp"

#include <filesystem>
#include <future>
#include <iostream>
#include <string>
#include <vector>

#include "tests/bench/callback_server.hpp"
#include "tests/bench/median.hpp"

namespace chopay::bench {
namespace {

constexpr std::size_t stalls = 1'000;
constexpr std::size_t reports_at_once = 4;
constexpr std::size_t notice_connections = 32;

}  // namespace

NoticesBesideReports measure_notices_beside_reports(double notices_per_s, int rounds) {
  const auto data = std::filesystem::current_path() / "build" / "bench-notices";
  std::filesystem::remove_all(data);
  std::vector<double> alone, beside, made;
  {
    CallbackServer server{data.string(), 1};
    server.open_stalls(stalls);
    LoadSettings notices;
    notices.per_second = notices_per_s;
    notices.connections = notice_connections;
    LoadSettings reports = notices;
    reports.per_second = 0;
    reports.connections = reports_at_once;
    reports.warm_up = {};
    reports.duration = notices.warm_up + notices.duration;
    for (int round = 0; round < rounds; ++round) {
      const auto without = server.durable(notices);
      auto asking = std::async(std::launch::async, [&] { return server.month_reports(reports); });
      const auto with = server.durable(notices);
      const auto papers = asking.get();
      std::cout << "notices alone:          " << without.line()
                << "\nnotices beside reports: " << with.line()
                << "\nreports:                " << papers.line() << std::endl;
      alone.push_back(without.latencies.quantile_us(0.99) / 1e3);
      beside.push_back(with.latencies.quantile_us(0.99) / 1e3);
      made.push_back(papers.per_second());
    }
  }
  std::filesystem::remove_all(data);
  return {median(alone), median(beside), median(made)};
}

}  // namespace chopay::bench
