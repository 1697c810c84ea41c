#include "tests/bench/server_process.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/bench/callback_server.hpp"

namespace chopay::bench {
namespace {

/// Serves until nobody holds the other end of `alive`.
void serve(const std::string& data, const net::TlsFiles& tls, int tell, int alive) {
  CallbackServer server(data, 1, tls);
  const auto line = std::to_string(server.port()) + ' ' + server.till_key() + '\n';
  if (::write(tell, line.data(), line.size()) < 0) return;
  char none = 0;
  while (::read(alive, &none, 1) > 0) {
  }
}

std::string first_line(int from) {
  std::string line;
  char one = 0;
  while (::read(from, &one, 1) == 1 && one != '\n') line += one;
  return line;
}

}  // namespace

ServerProcess::ServerProcess(const std::string& data, const net::TlsFiles& tls) {
  int told[2];
  int alive[2];
  if (::pipe(told) != 0 || ::pipe(alive) != 0) throw std::runtime_error("no pipe");
  process_ = ::fork();
  if (process_ == 0) {
    ::close(told[0]);
    ::close(alive[1]);
    std::signal(SIGPIPE, SIG_IGN);
    try {
      serve(data, tls, told[1], alive[0]);
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "%s\n", failure.what());
    }
    ::_exit(0);
  }
  ::close(told[1]);
  ::close(alive[0]);
  alive_ = alive[1];
  std::istringstream line(first_line(told[0]));
  ::close(told[0]);
  if (!(line >> port_ >> till_key_)) throw std::runtime_error("the server did not start");
}

ServerProcess::~ServerProcess() {
  ::close(alive_);
  ::waitpid(process_, nullptr, 0);
}

double ServerProcess::resident_mb() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/statm");
  std::uint64_t whole = 0;
  std::uint64_t resident = 0;
  file >> whole >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

double ServerProcess::cpu_s() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/stat");
  std::string word;
  double ticks = 0;
  for (int field = 1; file >> word && field <= 15; ++field) {  // proc(5): 14 user, 15 system
    if (field >= 14) ticks += std::stod(word);
  }
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace chopay::bench
