// ./dev bench ledger [--entries N] [--rounds N] [--dir DIR] [--peers]: what the ledger room does a
// second, and how long its readings take beside so many entries. The last line is JSON.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/backup.hpp"
#include "ledger/balances.hpp"
#include "ledger/fold_snapshot.hpp"
#include "ledger/replay.hpp"
#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/bench/fill_ledger.hpp"

namespace {

using namespace chopay;
using Clock = std::chrono::steady_clock;

struct Options {
  std::uint64_t entries = 10'000'000;  ///< for the readings
  int rounds = 5;
  std::string directory = "build/bench-ledger";  ///< must be on a real disk
};

struct Figures {
  double engine = 0;     ///< batches of 256, 1 M entries present
  double engine_64 = 0;  ///< batches of 64
  double growth = 0;
  double verify = 0;
  double day_list_ms = 0;
  double day_totals_ms = 0;
  double start_s = 0;
  double backup_pause_ms = 0;
  double backup_s = 0;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

double milliseconds_of(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median_of(int rounds, const std::function<double()>& measure) {
  std::vector<double> values;
  for (int i = 0; i < rounds; ++i) values.push_back(measure());
  return median(values);
}

void fill_to(bench::LedgerFiller& filler, std::uint64_t entries) {
  if (filler.payments() >= entries) return;
  const auto rate = filler.add(entries - filler.payments(), 2'048);
  std::printf("filled to %lu entries at %.0f/s\n", static_cast<unsigned long>(entries), rate);
  std::fflush(stdout);
}

/// The engine at 10 k, 1 M and 5 M entries.
void measure_engine(const Options& options, bench::LedgerFiller& filler, Figures& figures) {
  constexpr std::uint64_t sample = 100'000;
  fill_to(filler, 10'000);
  const double young = median_of(options.rounds, [&] { return filler.add(sample, 256); });
  fill_to(filler, 1'000'000);
  figures.engine = median_of(options.rounds, [&] { return filler.add(sample, 256); });
  figures.engine_64 = median_of(options.rounds, [&] { return filler.add(sample, 64); });
  fill_to(filler, std::min<std::uint64_t>(5'000'000, options.entries));
  const double old = median_of(options.rounds, [&] { return filler.add(sample, 256); });
  figures.growth = old / young;
  std::printf("engine: %.0f/s at 10 k, %.0f/s at 1 M (batch 64: %.0f/s), %.0f/s at 5 M\n", young,
              figures.engine, figures.engine_64, old);
  fill_to(filler, options.entries);
}

void measure_readings(const Options& options, const bench::LedgerFiller& filler, Figures& figures) {
  const auto reader = ledger::open_sqlite_reader(options.directory);
  const auto market = filler.market();
  const auto days = filler.payments() / 100'000;
  std::uint64_t turn = 0;
  std::vector<double> lists;
  std::vector<double> totals;
  for (int i = 0; i < 20 * options.rounds; ++i) {
    const auto day = filler.day_of((turn++ * 7'919 % days) * 100'000);
    const auto stall = filler.stall(turn * 104'729 % 1'000);
    lists.push_back(milliseconds_of([&] {
      if (ledger::stall_day(*reader, market, stall, day, 10'000).empty()) std::abort();
    }));
    totals.push_back(milliseconds_of([&] {
      if (reader->day_totals(market, day).totals.size() < 1'000) std::abort();
    }));
  }
  figures.day_list_ms = median(lists);
  figures.day_totals_ms = median(totals);
  std::printf("day list: median %.2f ms, worst %.2f; day totals: median %.2f ms, worst %.2f\n",
              median(lists), *std::ranges::max_element(lists), median(totals),
              *std::ranges::max_element(totals));
  ledger::VerifyReport report;
  const double took = milliseconds_of([&] { report = ledger::verify(*reader); });
  if (report.damage) {
    std::printf("damage: %s\n", report.damage->error.message().c_str());
    std::abort();
  }
  figures.verify = static_cast<double>(filler.payments()) / took * 1'000;
  std::printf("verify: %.0f entries/s\n", figures.verify);
}

/// A start beside a snapshot of the newest head: what a fold of entries after it costs is theirs.
void measure_start(const Options& options, Figures& figures) {
  const auto path = options.directory + "/bench.snapshot";
  {
    ledger::SqliteStore store{options.directory};
    const std::string state(64u << 20, 's');  // as big as the book of 200,000 requests
    ledger::write_snapshot(path, "bench 1", {store.own_reader().heads(), state});
  }
  figures.start_s = median_of(options.rounds, [&] {
    return milliseconds_of([&] {
             ledger::SqliteStore store{options.directory};
             auto& reader = store.own_reader();
             const auto snapshot = ledger::read_snapshot(path, "bench 1", reader);
             if (!snapshot) std::abort();
             if (!ledger::replay(
                     reader, [](const ledger::Entry&) {}, snapshot->heads))
               std::abort();
           }) /
           1'000;
  });
  std::filesystem::remove(path);
  std::printf("start: %.2f s\n", figures.start_s);
}

/// Appends 5,000 payments a second, 25 every 5 ms, while a backup is taken; the longest append.
void measure_backup(const Options& options, ledger::Store& store, Figures& figures) {
  bench::LedgerFiller filler{store, {}};
  const std::string copy = options.directory + "-copy";
  std::filesystem::remove_all(copy);
  std::atomic<bool> done{false};
  std::thread backup{[&] {
    figures.backup_s = milliseconds_of([&] {
                         if (!ledger::copy_ledger(options.directory, copy)) std::abort();
                       }) /
                       1'000;
    done = true;
  }};
  std::vector<double> pauses;
  for (auto due = Clock::now(); !done; due += std::chrono::milliseconds{5}) {
    std::this_thread::sleep_until(due);
    pauses.push_back(milliseconds_of([&] { filler.add(25, 25); }));
  }
  backup.join();
  std::filesystem::remove_all(copy);
  std::sort(pauses.begin(), pauses.end());
  figures.backup_pause_ms = pauses.back();
  std::printf("backup: %.1f s, appends meanwhile: p50 %.2f ms, p99 %.2f, p99.9 %.2f, worst %.2f\n",
              figures.backup_s, median(pauses), pauses[pauses.size() * 99 / 100],
              pauses[pauses.size() * 999 / 1'000], pauses.back());
}

Options read_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = arguments[i];
    if (name == "--entries") options.entries = std::strtoull(arguments[i + 1], nullptr, 10);
    if (name == "--rounds") options.rounds = std::atoi(arguments[i + 1]);
    if (name == "--dir") options.directory = arguments[i + 1];
  }
  return options;
}

}  // namespace

int main(int count, char** arguments) {
  const auto options = read_options(count, arguments);
  std::filesystem::remove_all(options.directory);
  Figures figures;
  {
    ledger::SqliteStore store{options.directory};
    bench::LedgerFiller filler{store, {}};
    measure_engine(options, filler, figures);
    measure_readings(options, filler, figures);
  }
  measure_start(options, figures);
  {
    ledger::SqliteStore store{options.directory};
    measure_backup(options, store, figures);
  }
  std::filesystem::remove_all(options.directory);
  std::printf(
      "{\"engine_per_s\":%.0f,\"engine_64_per_s\":%.0f,\"growth\":%.2f,\"verify_per_s\":%.0f,"
      "\"day_list_ms\":%.2f,\"day_totals_ms\":%.2f,\"start_s\":%.2f,\"backup_pause_ms\":%.1f}\n",
      figures.engine, figures.engine_64, figures.growth, figures.verify, figures.day_list_ms,
      figures.day_totals_ms, figures.start_s, figures.backup_pause_ms);
}
