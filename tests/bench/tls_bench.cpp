// ./dev bench tls: what encryption costs. The same POST with a fixed answer, keep-alive, plain and
// over TLS 1.3 in turns; whole handshakes a second with a P-256 certificate, each with one request;
// what clients cost that only listen, plain and encrypted. Ends with 1 where a bar is missed.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/bars.hpp"
#include "tests/bench/callback_server.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/median.hpp"
#include "tests/bench/server_process.hpp"
#include "tests/bench/tls_end.hpp"
#include "tests/gateway/net/test_certificate.hpp"

namespace {

using namespace chopay;
using namespace chopay::bench;

struct Options {
  int seconds = 3;
  int rounds = 3;
  int listeners = 10'000;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const int value = std::atoi(argv[i + 1]);
    if (name == "--seconds") options.seconds = value;
    if (name == "--rounds") options.rounds = value;
    if (name == "--listeners") options.listeners = value;
  }
  return options;
}

/// A connection that waits for what it is told.
class Caller {
 public:
  Caller(std::uint16_t port, bool tls) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket_ < 0 || ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
      throw std::runtime_error("cannot connect");
    }
    if (tls) tls_.emplace(socket_);
  }
  ~Caller() { ::close(socket_); }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  /// Sends the request and reads to the end of the answer's head.
  void ask(const std::string& request) {
    const auto sent =
        tls_ ? tls_->write(request) : ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
    std::string answer;
    std::array<char, 2048> piece;
    while (answer.find("\r\n\r\n") == std::string::npos) {
      const auto count = tls_ ? tls_->read(piece) : ::recv(socket_, piece.data(), piece.size(), 0);
      if (sent < 0 || count <= 0) throw std::runtime_error("no answer");
      answer.append(piece.data(), static_cast<std::size_t>(count));
    }
    if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error(answer);
  }

 private:
  int socket_;
  std::optional<TlsEnd> tls_;
};

/// How much was done, and what each cost the server's processor: the second says more where other
/// programs want it too.
struct Pace {
  double per_second = 0;
  double cpu_us = 0;
};

Pace keep_alive(const ServerProcess& server, bool tls, int seconds) {
  const double before = server.cpu_s();
  LoadSettings load;
  load.port = server.port();
  load.tls = tls;
  load.duration = std::chrono::seconds{seconds};
  load.warm_up = {};
  const auto report = run_load(load, [](std::uint64_t, LoadRequest& request) {
    request.target = "/bare";
    request.headers = "Content-Type: application/json\r\n";
    request.body.assign(400, ' ');
  });
  std::cout << (tls ? "tls:   " : "plain: ") << report.line() << std::endl;
  if (!report.all(200)) throw std::runtime_error("an answer was not 200");
  return {report.per_second(),
          (server.cpu_s() - before) * 1e6 / static_cast<double>(report.answers())};
}

Pace handshakes(const ServerProcess& server, int seconds) {
  using clock = std::chrono::steady_clock;
  const auto end = clock::now() + std::chrono::seconds{seconds};
  const double before = server.cpu_s();
  std::atomic<std::uint64_t> done{0};
  const auto work = [&] {
    while (clock::now() < end) {
      Caller(server.port(), true)
          .ask("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
      ++done;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  return {static_cast<double>(done) / seconds,
          (server.cpu_s() - before) * 1e6 / static_cast<double>(done)};
}

/// How much memory that many listeners take in the server, once each has had a heartbeat.
double listeners_mb(const ServerProcess& server, bool tls, int count) {
  const double before = server.resident_mb();
  std::vector<std::unique_ptr<Caller>> callers;
  for (int i = 0; i < count; ++i) {
    callers.push_back(std::make_unique<Caller>(server.port(), tls));
    callers.back()->ask("GET /v1/stalls/" + std::string{CallbackServer::stall} +
                        "/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                        server.till_key() + "\r\n\r\n");
  }
  std::this_thread::sleep_for(std::chrono::seconds{20});
  const double taken = server.resident_mb() - before;
  std::printf("%d listeners, %s: %.0f MB\n", count, tls ? "tls" : "plain", taken);
  return taken;
}

/// Gives the exit code.
int run(const Options& options, const std::string& data) {
  const testing::TestCertificate certificate;
  const net::TlsFiles files{certificate.certificate_file(), certificate.key_file()};
  const ServerProcess plain(data + "/plain", {});
  const ServerProcess secure(data + "/tls", files);
  std::vector<double> plain_rates, tls_rates, plain_costs, tls_costs;
  for (int round = 0; round < options.rounds; ++round) {
    const auto without = keep_alive(plain, false, options.seconds);
    const auto with = keep_alive(secure, true, options.seconds);
    plain_rates.push_back(without.per_second);
    plain_costs.push_back(without.cpu_us);
    tls_rates.push_back(with.per_second);
    tls_costs.push_back(with.cpu_us);
  }
  const auto shaken = handshakes(secure, options.seconds);
  std::printf("handshakes: %.0f/s\n", shaken.per_second);
  const double plain_mb = listeners_mb(plain, false, options.listeners);
  const double tls_mb = listeners_mb(secure, true, options.listeners);
  const double ratio = bench::median(tls_rates) / bench::median(plain_rates);
  std::printf(R"({"plain_per_s":%.0f,"tls_per_s":%.0f,"ratio":%.3f,"handshakes_per_s":%.0f,)"
              R"("plain_cpu_us":%.2f,"tls_cpu_us":%.2f,"handshake_cpu_us":%.0f,)"
              R"("listeners":%d,"plain_mb":%.1f,"tls_mb":%.1f})"
              "\n",
              bench::median(plain_rates), bench::median(tls_rates), ratio, shaken.per_second,
              bench::median(plain_costs), bench::median(tls_costs), shaken.cpu_us,
              options.listeners, plain_mb, tls_mb);
  std::fflush(stdout);
  Bars bars{"tls"};
  bars.at_least("ratio", ratio, 0.75);
  bars.at_least("handshakes_per_s", shaken.per_second, 1'500);
  bars.below("plain_mb", plain_mb, 100);
  bars.below("tls_mb", tls_mb, 400);
  return bars.judge();
}

/// Each listener is a file on both ends.
void raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  raise_descriptor_limit();
  const auto data = std::filesystem::current_path() / "build" / "bench-tls-data";
  std::filesystem::remove_all(data);
  const int code = run(read_options(argc, argv), data.string());
  std::filesystem::remove_all(data);
  return code;
}
