#include "tests/bench/ledger_engine.hpp"

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
#include "tests/bench/engine_lane.hpp"
#include "tests/bench/fill_ledger.hpp"
#include "tests/bench/median.hpp"

namespace chopay::bench {
namespace {

using Clock = std::chrono::steady_clock;

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

/// What a lane appends a second, in batches of so many; 1: it has a thread more that writes.
double engine_rate(const EngineOptions& options, std::size_t batch, std::size_t writers) {
  constexpr std::uint64_t sample = 100'000;
  return median_of(options.rounds, [&] {
    return lane_rate(options.directory, sample, {.batch_commands_max = batch, .writers = writers});
  });
}

void fill_to(const EngineOptions& options, std::uint64_t entries) {
  const auto there = entries_of(options.directory);
  if (there >= entries) return;
  const auto rate = lane_rate(options.directory, entries - there, {});
  std::printf("filled to %lu entries at %.0f/s\n", static_cast<unsigned long>(entries), rate);
  std::fflush(stdout);
}

/// The engine at 10 k, 1 M and 5 M entries.
void measure_appending(const EngineOptions& options, EngineFigures& figures) {
  fill_to(options, 10'000);
  const double young = engine_rate(options, 256, 1);
  fill_to(options, 1'000'000);
  figures.per_s = engine_rate(options, 256, 1);
  figures.per_s_64 = engine_rate(options, 64, 1);
  const double alone = engine_rate(options, 256, 0);
  fill_to(options, std::min<std::uint64_t>(5'000'000, options.entries));
  const double old = engine_rate(options, 256, 1);
  figures.growth = old / young;
  std::printf(
      "engine: %.0f/s at 10 k, %.0f/s at 1 M (batch 64: %.0f/s; on one thread: %.0f/s), "
      "%.0f/s at 5 M\n",
      young, figures.per_s, figures.per_s_64, alone, old);
  fill_to(options, options.entries);
}

void measure_readings(const EngineOptions& options, const LedgerFiller& filler,
                      EngineFigures& figures) {
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
  figures.verify_per_s = static_cast<double>(filler.payments()) / took * 1'000;
  std::printf("verify: %.0f entries/s\n", figures.verify_per_s);
}

/// A start beside a snapshot of the newest head: what a fold of entries after it costs is theirs.
void measure_start(const EngineOptions& options, EngineFigures& figures) {
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
void measure_backup(const EngineOptions& options, ledger::Store& store, EngineFigures& figures) {
  LedgerFiller filler{store, {}};
  const std::string copy = options.directory + "-copy";
  std::filesystem::remove_all(copy);
  std::atomic<bool> done{false};
  double took = 0;
  std::thread backup{[&] {
    took = milliseconds_of([&] {
      if (!ledger::copy_ledger(options.directory, copy)) std::abort();
    });
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
              took / 1'000, median(pauses), pauses[pauses.size() * 99 / 100],
              pauses[pauses.size() * 999 / 1'000], pauses.back());
}

}  // namespace

EngineFigures measure_engine(const EngineOptions& options) {
  std::filesystem::remove_all(options.directory);
  EngineFigures figures;
  {
    measure_appending(options, figures);
    ledger::SqliteStore store{options.directory};
    const LedgerFiller filler{store, {}};
    measure_readings(options, filler, figures);
  }
  measure_start(options, figures);
  {
    ledger::SqliteStore store{options.directory};
    measure_backup(options, store, figures);
  }
  std::filesystem::remove_all(options.directory);
  return figures;
}

}  // namespace chopay::bench
