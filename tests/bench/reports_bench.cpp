// ./dev bench reports [--entries N]: a month of a market of 1,000 stalls, from the ledger's daily
// sums to the bytes of each format. The ledger is filled first: its entries are spread
// over 100 days, so that the month is always a whole one with one before it. Then what notices wait
// while four reports are made, against nothing else to do. The last line is JSON; times are the
// median of five, in milliseconds.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "ledger/sqlite_store.hpp"
#include "merchant/report/formats.hpp"
#include "merchant/report/settlement_report.hpp"
#include "tests/bench/fill_ledger.hpp"
#include "tests/bench/notices_beside_reports.hpp"

namespace {

using namespace chopay;
namespace report = merchant::report;

constexpr std::size_t stalls = 1'000;
constexpr std::size_t zones = 10;
constexpr std::uint64_t days_filled = 100;  // January to the tenth of April
constexpr const char* month = "2026-03";
constexpr int rounds = 5;
constexpr double notices_per_s = 500;

/// The registry that would have opened what the filler fills.
std::shared_ptr<const merchant::Registry> registry_of(const bench::LedgerFiller& filler) {
  auto registry = std::make_shared<merchant::Registry>();
  registry->market = filler.market();
  registry->name = "Chợ Hạ Long I";
  registry->province = "Quảng Ninh";
  registry->managing_body = "UBND phường Hồng Gai / Ban quản lý chợ Hạ Long I";
  for (std::size_t i = 0; i < zones; ++i) {
    registry->zones.push_back({std::to_string(i), "Khu " + std::to_string(i)});
  }
  for (std::size_t i = 0; i < stalls; ++i) {
    const auto id = filler.stall(i);
    registry->stalls.emplace(
        id, merchant::Stall{id,
                            std::to_string(i * zones / stalls),
                            "Sạp",
                            "Hải sản",
                            "Hộ KD Nguyễn Thị Hồng Nhung " + std::to_string(i),
                            {},
                            {},
                            merchant::make_reference(static_cast<std::uint32_t>(i))});
  }
  return registry;
}

template <class Work>
double median_ms(Work work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

long peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

void add_to(std::string& line, const std::string& name, double value) {
  char number[32];
  std::snprintf(number, sizeof number, "%.6g", value);
  line += ",\"" + name + "\":" + number;
  std::cout << name << ' ' << number << std::endl;
}

void run(std::uint64_t entries) {
  const auto folder = std::filesystem::current_path() / "build" / "bench-reports";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::string line = "{\"entries\":" + std::to_string(entries);
  {
    ledger::SqliteStore store{folder.string()};
    bench::LedgerFiller filler{store, {stalls, std::max<std::uint64_t>(entries / days_filled, 1)}};
    filler.add(entries, 1'000);
    const auto registry = registry_of(filler);
    const auto reader = ledger::open_sqlite_reader(folder.string());
    const auto period = report::parse_period(month).value();
    const auto filled_mb = peak_mb();
    const auto add = [&](const std::string& name, double value) { add_to(line, name, value); };
    add("read_ms", median_ms([&] { report::read_figures(*reader, registry, period); }));
    for (const auto& form : report::format_forms) {
      std::size_t bytes = 0;
      const auto name = std::string{form.name};
      add(name + "_ms", median_ms([&] {
            const auto figures = report::read_figures(*reader, registry, period);
            const auto made = report::settlement_report(figures, report::By::stall);
            bytes = report::render(made, form).value().size();
          }));
      add(name + "_bytes", static_cast<double>(bytes));
    }
    add("more_memory_mb", static_cast<double>(peak_mb() - filled_mb));
    add("peak_memory_mb", static_cast<double>(peak_mb()));
  }
  const auto notices = bench::measure_notices_beside_reports(notices_per_s, rounds);
  add_to(line, "notice_p99_ms", notices.p99_ms);
  add_to(line, "notice_p99_ms_with_reports", notices.p99_ms_with_reports);
  add_to(line, "notice_p99_ratio", notices.p99_ms_with_reports / notices.p99_ms);
  add_to(line, "reports_per_s", notices.reports_per_s);
  std::filesystem::remove_all(folder);
  std::cout << line << "}" << std::endl;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const bool given = count == 3 && std::string{arguments[1]} == "--entries";
    run(given ? std::strtoull(arguments[2], nullptr, 10) : 1'000'000);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "bench reports: " << error.what() << '\n';
    return 1;
  }
}
