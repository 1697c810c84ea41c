#include "tests/crash/power_cut.hpp"

#include <catch2/catch.hpp>

#include "tests/crash/payment_run.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/sample_size.hpp"

using namespace chopay::testing;

namespace {

struct Counts {
  std::uint64_t sync_points = 0;
  std::uint64_t states = 0;
  std::uint64_t wrong = 0;
  std::string first_wrong;
};

/// What of a content the head guard is; the rest is for the disk.
std::optional<std::string> take_out(ShimDisk::Files& files, const std::string& path) {
  const auto found = files.extract(path);
  return found ? std::optional{found.mapped()} : std::nullopt;
}

/// Every sync that the run made, and before each of them `draws` contents of every kind.
Counts cut_everywhere(ShimDisk& disk, const PaymentRun& run, const RunPlace& place,
                      const std::vector<DiskEvent>& events, std::uint64_t draws,
                      std::mt19937_64& random) {
  using Kind = PowerCut::Kind;
  Counts counts;
  PowerCut cut;
  Recovered state;
  for (const auto& event : events) {
    if (event.act == DiskEvent::Act::mark) {
      state.acknowledged = static_cast<std::uint64_t>(event.offset);
    }
    if (event.act == DiskEvent::Act::sync && cut.anything_pending()) {
      ++counts.sync_points;
      for (std::uint64_t draw = 0; draw < draws; ++draw) {
        const auto kind = static_cast<Kind>((counts.states++) % PowerCut::kinds);
        auto files = cut.cut(kind, random);
        state.guard = take_out(files, place.guard());
        state.guard_may_be_torn = kind == Kind::first_writes || kind == Kind::torn_sectors;
        state.go_on = counts.states % 16 == 0;
        disk.set(files);
        const auto wrong = check_recovered(run, place, state);
        if (wrong && counts.wrong++ == 0) {
          counts.first_wrong = *wrong + " (state " + std::to_string(counts.states) + ", kind " +
                               std::to_string(int(kind)) + ")";
        }
      }
    }
    cut.follow(event);
  }
  return counts;
}

}  // namespace

TEST_CASE("No power cut in a run of payments loses an answer or leaves a part of a batch",
          "[long]") {
  const std::uint64_t seed = 20261124;
  // All of them take a quarter of an hour.
  const int states = long_variant() ? 125'000 : sample_size(700);
  const TemporaryDirectory directory;
  const RunPlace place{directory.path()};
  ShimDisk disk;
  const auto run = run_payments(disk, place, 2'000, 16, seed);
  const auto events = disk.events();
  const auto syncs = static_cast<std::uint64_t>(std::ranges::count_if(
      events, [](const DiskEvent& event) { return event.act == DiskEvent::Act::sync; }));
  std::mt19937_64 random{seed};
  const auto counts = cut_everywhere(disk, run, place, events,
                                     1 + static_cast<std::uint64_t>(states) / syncs, random);
  WARN(counts.sync_points << " sync points, " << counts.states << " states, " << counts.wrong
                          << " wrong; seed " << seed);
  INFO(counts.first_wrong);
  CHECK(counts.wrong == 0);
  CHECK(counts.sync_points > 250);
  CHECK(counts.states >= (long_variant() ? 100'000u : counts.sync_points));
}

TEST_CASE("The power cut of the test is no mere promise: without syncs it loses payments") {
  const TemporaryDirectory directory;
  const RunPlace place{directory.path()};
  ShimDisk disk;
  const auto run = run_payments(disk, place, 200, 16, 1);
  auto events = disk.events();
  // As if the disk had lied about every other sync of the WAL.
  int wal_syncs = 0;
  std::erase_if(events, [&](const DiskEvent& event) {
    return event.act == DiskEvent::Act::sync && event.file.ends_with("-wal") && ++wal_syncs % 2;
  });
  std::mt19937_64 random{1};
  CHECK(cut_everywhere(disk, run, place, events, 7, random).wrong > 0);
}
