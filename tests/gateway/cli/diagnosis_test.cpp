#include "gateway/cli/diagnosis.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay::cli;
using namespace std::chrono_literals;
using chopay::testing::market_morning;

namespace {

constexpr std::uint64_t mib = 1U << 20U;
constexpr std::uint64_t gib = 1U << 30U;

/// A disk that nothing is wrong with.
DiskFacts good_disk() {
  return {50 * gib, 100 * gib, "disk", 200us};
}

FileFacts private_file(unsigned mode) {
  return {"/etc/chopay/a.secret", true, mode, 998, 7};
}

}  // namespace

TEST_CASE("A disk that fills is told before notices are refused") {
  auto disk = good_disk();
  CHECK(judge_space(disk, "/data").health == Health::good);
  disk.free_bytes = 4 * gib;
  CHECK(judge_space(disk, "/data").health == Health::warning);
  disk = {900 * mib, gib, "disk", 200us};
  CHECK(judge_space(disk, "/data").health == Health::warning);
  disk.free_bytes = 127 * mib;
  const auto full = judge_space(disk, "/data");
  CHECK(full.health == Health::bad);
  CHECK(full.says == "127 MiB free at /data");
  CHECK(full.advice.find("503") != std::string::npos);
}

TEST_CASE("A ledger in memory or on another machine is bad however much room there is") {
  auto disk = good_disk();
  disk.kind = "memory";
  CHECK(judge_space(disk, "/dev/shm/data").health == Health::bad);
  disk.kind = "network";
  CHECK(judge_space(disk, "/mnt/data").health == Health::bad);
}

TEST_CASE("A sync faster than any disk is called a lie, a slow one a nuisance") {
  auto disk = good_disk();
  CHECK(judge_sync(disk, "/data").health == Health::good);
  disk.sync_time = 9us;
  const auto lie = judge_sync(disk, "/data");
  CHECK(lie.health == Health::bad);
  CHECK(lie.says == "a durable write takes 9 µs at /data");
  disk.sync_time = 10us;
  CHECK(judge_sync(disk, "/data").health == Health::good);
  disk.sync_time = 51ms;
  CHECK(judge_sync(disk, "/data").health == Health::warning);
}

TEST_CASE("A clock before the ledger's newest entry is bad, one that nobody sets a warning") {
  const auto now = market_morning();
  CHECK(judge_clock(now, std::nullopt, true).health == Health::good);
  CHECK(judge_clock(now, now, std::nullopt).health == Health::good);
  CHECK(judge_clock(now, now, false).health == Health::warning);
  CHECK(judge_clock(now, now + 1ms, true).health == Health::bad);
}

TEST_CASE("A secret that others may read, that is another's, or that is missing is bad") {
  CHECK(judge_private(private_file(0600), 998, "the secret").health == Health::good);
  CHECK(judge_private(private_file(0400), 998, "the secret").health == Health::good);
  const auto open = judge_private(private_file(0640), 998, "the secret");
  CHECK(open.health == Health::bad);
  CHECK(open.says == "the secret /etc/chopay/a.secret has mode 640");
  CHECK(open.advice.ends_with("chmod 600 /etc/chopay/a.secret"));
  CHECK(judge_private(private_file(0755), 998, "the folder")
            .advice.ends_with("chmod 700 /etc/chopay/a.secret"));
  CHECK(judge_private(private_file(0600), 0, "the secret").health == Health::bad);
  CHECK(judge_private({"/no/such"}, 998, "the secret").health == Health::bad);
}

TEST_CASE("A head guard on the ledger's own disk is a warning, a missing folder bad") {
  const FileFacts data{"/data", true, 0700, 998, 7};
  CHECK(judge_guard({"/guard", true, 0700, 998, 8}, data).health == Health::good);
  CHECK(judge_guard({"/guard", true, 0700, 998, 7}, data).health == Health::warning);
  CHECK(judge_guard({"/guard"}, data).health == Health::bad);
}

TEST_CASE("A SQLite that is too old is bad; one with the WAL-reset bug must have one writer") {
  CHECK(judge_sqlite(3'039'004).health == Health::bad);
  const auto debian = judge_sqlite(3'040'001);
  CHECK(debian.health == Health::good);
  CHECK(debian.says.starts_with("SQLite 3.40.1, with one connection"));
  for (const int fixed : {3'044'006, 3'050'007, 3'051'003, 3'053'000}) {
    CHECK(judge_sqlite(fixed).says.find(',') == std::string::npos);
  }
  for (const int broken : {3'044'005, 3'045'000, 3'050'006, 3'051'002}) {
    CHECK(judge_sqlite(broken).says.find(',') != std::string::npos);
  }
}

TEST_CASE("No backup is bad; an old one, or one on the ledger's disk, a warning") {
  const auto now = market_morning();
  const FileFacts data{"/data", true, 0700, 998, 7};
  const FileFacts elsewhere{"/backup", true, 0700, 998, 8};
  CHECK(judge_backups(elsewhere, data, std::nullopt, now).health == Health::bad);
  CHECK(judge_backups(elsewhere, data, now - 26h, now).health == Health::good);
  const auto old = judge_backups(elsewhere, data, now - 27h, now);
  CHECK(old.health == Health::warning);
  CHECK(old.says == "the newest backup is 27 hours old");
  CHECK(judge_backups(data, data, now - 1h, now).health == Health::warning);
}

TEST_CASE("A certificate is renewed two weeks before it ends, and bad once it has") {
  const auto now = market_morning();
  CHECK(judge_certificate("a.pem", now + 15 * 24h, now).says == "a.pem is good for 15 days");
  CHECK(judge_certificate("a.pem", now + 14 * 24h, now).health == Health::good);
  CHECK(judge_certificate("a.pem", now + 14 * 24h - 1ms, now).health == Health::warning);
  CHECK(judge_certificate("a.pem", now, now).health == Health::bad);
  CHECK(judge_certificate("a.pem", std::nullopt, now).health == Health::bad);
}

TEST_CASE("Few files that may be open are a warning") {
  CHECK(judge_open_files(1'024).health == Health::warning);
  CHECK(judge_open_files(65'536).health == Health::good);
}

TEST_CASE("The worst finding counts") {
  CHECK(worst({}) == Health::good);
  CHECK(worst({{Health::good}, {Health::warning}}) == Health::warning);
  CHECK(worst({{Health::bad}, {Health::warning}}) == Health::bad);
  CHECK(word(Health::warning) == "warning");
}
