#include "tests/bench/peers.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "gateway/bank/encoding.hpp"
#include "gateway/bank/signature.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/median.hpp"

namespace chopay::bench {
namespace {

namespace files = std::filesystem;

constexpr const char* secret = "a-secret-of-the-benchmark";

struct Options {
  std::size_t connections = 64;
  int seconds = 4;
  int rounds = 5;
};

/// A Node server of ours as a child process; ends with its standard input.
class NodeServer {
 public:
  NodeServer(const std::string& script, const std::string& mode, const std::string& file) {
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    if (::pipe(to.data()) != 0 || ::pipe(from.data()) != 0) throw std::runtime_error("pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(to[0], 0);
      ::dup2(from[1], 1);
      for (const int end : {to[0], to[1], from[0], from[1]}) ::close(end);
      ::execlp("node", "node", script.c_str(), mode.c_str(), file.c_str(), secret, nullptr);
      ::_exit(127);
    }
    ::close(to[0]);
    ::close(from[1]);
    input_ = to[1];
    std::FILE* said = ::fdopen(from[0], "r");
    unsigned read = 0;
    if (std::fscanf(said, "%u", &read) != 1) throw std::runtime_error("node did not start");
    std::fclose(said);
    port = static_cast<std::uint16_t>(read);
  }
  ~NodeServer() {
    ::close(input_);
    ::waitpid(child_, nullptr, 0);
  }
  NodeServer(const NodeServer&) = delete;
  NodeServer& operator=(const NodeServer&) = delete;
  std::uint16_t port = 0;

 private:
  pid_t child_ = 0;
  int input_ = -1;
};

void write_notice(std::uint64_t number, LoadRequest& request) {
  char body[512];
  const auto id = static_cast<unsigned long long>(number + 1);
  const int size = std::snprintf(
      body, sizeof body,
      R"({"id":%llu,"gateway":"Vietcombank","transactionDate":"2026-11-24 08:00:00",)"
      R"("accountNumber":"%010llu","code":null,"content":"MBVCB.%llu.082263.tien hang",)"
      R"("transferType":"in","transferAmount":%llu,"accumulated":0,"subAccount":null,)"
      R"("referenceCode":"FT%012llu","description":"BankAPINotify"})",
      id, 1'017'000'000 + id % 1'000, id, 1'000 + id % 900'000, id);
  const auto now = std::to_string(std::time(nullptr));
  request.target = "/callback";
  request.body.assign(body, static_cast<std::size_t>(size));
  request.headers = "Content-Type: application/json\r\nX-SePay-Timestamp: " + now +
                    "\r\nX-SePay-Signature: sha256=" +
                    bank::to_hex(bank::hmac_sha256(secret, {now, ".", request.body})) + "\r\n";
}

double measure_node(const Options& options, const files::path& folder, const std::string& mode) {
  std::vector<double> rates;
  for (int round = 0; round < options.rounds; ++round) {
    const auto file = folder / ("bench-" + mode + ".db");
    for (const char* end : {"", "-wal", "-shm"}) files::remove(file.string() + end);
    const NodeServer server{(folder / "server.mjs").string(), mode, file.string()};
    LoadSettings load;
    load.port = server.port;
    load.connections = options.connections;
    load.duration = std::chrono::seconds{options.seconds};
    const auto report = run_load(load, write_notice);
    std::cout << "node, " << mode << ": " << report.line() << std::endl;
    if (!report.all(200)) throw std::runtime_error("an answer was not 200");
    rates.push_back(report.per_second());
  }
  return median(rates);
}

double measure_pgbench(const Options& options, const files::path& peers,
                       const files::path& folder) {
  std::vector<double> rates;
  for (int round = 0; round < options.rounds; ++round) {
    const auto command = (peers / "pgbench.sh").string() + ' ' + (folder / "pg").string() + ' ' +
                         std::to_string(options.seconds) + ' ' +
                         std::to_string(options.connections);
    std::FILE* said = ::popen(command.c_str(), "r");
    double rate = 0;
    const bool read = said && std::fscanf(said, "%lf", &rate) == 1;
    if (!said || ::pclose(said) != 0 || !read) throw std::runtime_error("pgbench did not run");
    std::cout << "pgbench: " << rate << "/s" << std::endl;
    rates.push_back(rate);
  }
  return median(rates);
}

}  // namespace

PeerRates measure_peers(std::size_t connections, int seconds, int rounds) {
  const Options options{connections, seconds, rounds};
  const auto peers = files::current_path() / "tests" / "bench" / "peers";
  const auto folder = files::current_path() / "build" / "bench-peers";
  files::create_directories(folder);
  for (const char* name : {"package.json", "package-lock.json", "server.mjs"}) {
    files::copy_file(peers / name, folder / name, files::copy_options::overwrite_existing);
  }
  const auto install = "cd '" + folder.string() + "' && npm ci --no-audit --no-fund >npm.log 2>&1";
  if (std::system(install.c_str()) != 0) {
    throw std::runtime_error("npm could not install the peers: see " + folder.string() +
                             "/npm.log");
  }
  PeerRates rates;
  rates.node_tx = measure_node(options, folder, "each");
  rates.node_batched = measure_node(options, folder, "batched");
  rates.pgbench = measure_pgbench(options, peers, folder);
  return rates;
}

}  // namespace chopay::bench
