// ./dev bench cluster: the same signed notices over HTTP, kept in SQLite and in a PostgreSQL server
// on the same machine, in turn. Then the store alone, without HTTP, against pgbench, which has none
// either and inserts such rows one by one with 64 clients.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "ledger/open_store.hpp"
#include "ledger/postgres_reader.hpp"
#include "ledger/postgres_store.hpp"
#include "tests/bench/callback_server.hpp"
#include "tests/bench/fill_ledger.hpp"
#include "tests/bench/median.hpp"
#include "tests/support/postgres_server.hpp"

namespace {

using namespace chopay;

constexpr std::size_t further_markets = 3;

struct Options {
  std::size_t connections = 512;
  int seconds = 5;
  int rounds = 5;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const int value = std::atoi(argv[i + 1]);
    if (name == "--connections") options.connections = static_cast<std::size_t>(value);
    if (name == "--seconds") options.seconds = value;
    if (name == "--rounds") options.rounds = value;
  }
  return options;
}

double durable_rate(bench::CallbackServer& server, const Options& options, const char* name) {
  bench::LoadSettings load;
  load.connections = options.connections;
  load.duration = std::chrono::seconds{options.seconds};
  const auto report = server.durable(load);
  std::cout << name << report.line() << std::endl;
  return report.per_second();
}

/// The rows of a credit one by one and in one transaction, as a program without batches would: an
/// entry, its private part, its key and two sums. It knows no head and proves nothing.
constexpr const char* pgbench_script = R"(\set n random(1, 900000000000)
BEGIN;
INSERT INTO chopay.entry (market, seq, stall, hash, bytes) VALUES ('m' || :client_id, :n, 'A12', decode(repeat('ab', 32), 'hex'), decode(repeat('cd', 620), 'hex'));
INSERT INTO chopay.entry_private (market, seq, bytes) VALUES ('m' || :client_id, :n, decode(repeat('ef', 420), 'hex'));
INSERT INTO chopay.credit_key (market, day, bank, reference, account, seq) VALUES ('m' || :client_id, 20000, '970436', convert_to('FT' || :n, 'UTF8'), '1017595600', :n);
INSERT INTO chopay.day_total (market, day, account, last_seq, postings, amount) VALUES ('m' || :client_id, 20000, 'bank/970436/1017595600', :n, 1, 1);
INSERT INTO chopay.day_total (market, day, account, last_seq, postings, amount) VALUES ('m' || :client_id, 20000, 'sales/A12', :n, 1, 1);
COMMIT;
)";

double pgbench_rate(const std::string& url, const Options& options, const std::string& folder) {
  const auto script = folder + "/pgbench.sql";
  const auto output = folder + "/pgbench.out";
  std::ofstream{script} << pgbench_script;
  const auto command =
      "$(find /usr/lib/postgresql -name pgbench | sort -V | tail -n 1) -n -M prepared"
      " -c 64 -j 2 -T " +
      std::to_string(options.seconds) + " -f " + script + " '" + url + "' >" + output + " 2>&1";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("pgbench failed: see " + output);
  std::ifstream file{output};
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("tps = ")) continue;
    std::cout << "pgbench:  " << line << std::endl;
    return std::atof(line.c_str() + 6);
  }
  throw std::runtime_error("pgbench gave no rate: see " + output);
}

/// Payments a second as the lane's thread writes them, without HTTP and rules.
double append_rate(const std::string& url) {
  constexpr std::uint64_t payments = 50'000;
  ledger::PostgresStore store{url};
  const auto rate = bench::LedgerFiller{store, {}}.add(payments, 512);
  std::printf("append:   %.0f/s\n", rate);
  return rate;
}

/// Bytes an entry in PostgreSQL, by table with its indexes, as they are after the load.
void print_sizes(const std::string& url) {
  ledger::PostgresReader reader{url};
  const auto entries = reader.ask("SELECT sum(seq)::int8 FROM chain_head").number(0, 0);
  const auto rows = reader.ask(
      "SELECT relname::text, pg_total_relation_size(oid)::int8 FROM pg_class "
      "WHERE relnamespace = 'chopay'::regnamespace AND relkind = 'r' ORDER BY 2 DESC LIMIT 5");
  std::printf("stored:   %lld entries, bytes an entry:", static_cast<long long>(entries));
  for (int row = 0; row < rows.size(); ++row) {
    std::printf(" %s %.0f", std::string{rows.bytes(row, 0)}.c_str(),
                static_cast<double>(rows.number(row, 1)) / static_cast<double>(entries));
  }
  std::printf("\n");
}

/// The middle of the rounds' ratios: what slows the machine down for a while slows down both of a
/// round.
double median_ratio(const std::vector<double>& ours, const std::vector<double>& theirs) {
  std::vector<double> ratios;
  for (std::size_t round = 0; round < ours.size(); ++round) {
    ratios.push_back(ours[round] / theirs[round]);
  }
  return bench::median(std::move(ratios));
}

void run(const Options& options, const std::string& folder) {
  auto* postgres = testing::PostgresServer::get();
  if (!postgres)
    throw std::runtime_error("PostgreSQL is not installed: apt-get install postgresql");
  const auto url = postgres->new_ledger();
  const auto pgbench_url = testing::PostgresServer::as_owner(postgres->new_ledger());
  ledger::set_postgres_url(folder + "/postgres", url);
  std::vector<double> sqlite, cluster, append, single;
  {
    bench::CallbackServer in_sqlite{folder + "/sqlite", 1};
    bench::CallbackServer in_postgres{folder + "/postgres", 1};
    // So that every writer has some.
    in_sqlite.open_markets(further_markets);
    in_postgres.open_markets(further_markets);
    for (int round = 0; round < options.rounds; ++round) {
      sqlite.push_back(durable_rate(in_sqlite, options, "SQLite:   "));
      cluster.push_back(durable_rate(in_postgres, options, "cluster:  "));
      append.push_back(append_rate(postgres->new_ledger()));
      single.push_back(pgbench_rate(pgbench_url, options, folder));
    }
  }
  print_sizes(url);
  std::printf(R"({"cluster_per_s":%.0f,"sqlite_per_s":%.0f,"append_per_s":%.0f,)"
              R"("pgbench_per_s":%.0f,"vs_sqlite":%.3f,"vs_pgbench":%.2f})"
              "\n",
              bench::median(cluster), bench::median(sqlite), bench::median(append),
              bench::median(single), median_ratio(cluster, sqlite), median_ratio(append, single));
}

}  // namespace

int main(int argc, char** argv) {
  const auto folder = std::filesystem::current_path() / "build" / "bench-cluster-data";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  run(read_options(argc, argv), folder.string());
  std::filesystem::remove_all(folder);
}
