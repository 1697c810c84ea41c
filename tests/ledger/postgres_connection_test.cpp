// One connection to a PostgreSQL server: whom it trusts, how it ends, what it takes for an answer.
#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <thread>

#include "tests/ledger/postgres_ledger.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;
using postgres::Call;
using postgres::Connection;
using postgres::Failure;

namespace {

/// A server at 127.0.0.1 that has no TLS, says so, and then says nothing more.
class NoTls {
 public:
  NoTls() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(listener_, any, sizeof address) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    REQUIRE(::getsockname(listener_, any, &length) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~NoTls() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  std::string port() const { return std::to_string(port_); }

 private:
  void serve() {
    while (!stopping_) {
      pollfd waiting{listener_, POLLIN, 0};
      if (::poll(&waiting, 1, 20) <= 0) continue;
      const int client = ::accept(listener_, nullptr, nullptr);
      std::array<char, 8> wish{};
      if (::recv(client, wish.data(), wish.size(), MSG_WAITALL) == 8) ::send(client, "N", 1, 0);
      ::close(client);
    }
  }

  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

std::string failure_of(const std::string& url) {
  try {
    Connection connection{url, postgres_answer_max};
  } catch (const StoreFailure& failure) {
    return failure.what();
  }
  return {};
}

}  // namespace

TEST_CASE("Only a server of this machine is spoken to without TLS") {
  const NoTls server;
  const auto url = [&](const std::string& hosts, const std::string& more = {}) {
    return "postgres:///ledger?host=" + hosts + "&port=" + server.port() + more;
  };
  for (const char* here : {"127.0.0.1", "localhost", "::1,127.0.0.1", "127.0.0.1,/nowhere"}) {
    INFO(here);
    CHECK_THAT(failure_of(url(here)), !Contains("SSL was required"));
  }
  for (const char* elsewhere : {"127.0.0.1,192.0.2.1", "127.0.0.1,db.invalid,::1"}) {
    INFO(elsewhere);
    CHECK_THAT(failure_of(url(elsewhere)), Contains("SSL was required"));
  }
  CHECK_THAT(failure_of(url("127.0.0.1,192.0.2.1", "&sslmode=prefer")),
             !Contains("SSL was required"));
}

TEST_CASE("What is no postgres:// address is not connected to, and not repeated") {
  for (const char* url : {"mysql://hunter2@h/l", "host=h password=hunter2", ""}) {
    CHECK(failure_of(url) == "the ledger's address is not a postgres:// URL");
  }
  CHECK(postgres::check_url("postgresql://chopay@db.example.vn/ledger").empty());
}

TEST_CASE("What a lost connection, a server that stops or a deadlock refuses may be tried again") {
  for (const char* passing : {"", "08006", "57P01", "40001", "40P01", "25006"}) {
    INFO(passing);
    CHECK(Failure("refused", passing).passes());
  }
  for (const char* lasting : {"42501", "23505", "57014", "40000", "53100"}) {
    INFO(lasting);
    CHECK_FALSE(Failure("refused", lasting).passes());
  }
}

TEST_CASE("A value of another type, length or none at all is not taken for what was asked") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  Connection connection{url, postgres_answer_max};
  CHECK(connection.ask("SELECT 7::int8").number(0, 0) == 7);
  CHECK_THROWS_WITH(connection.ask("SELECT 7::int4").number(0, 0), Contains("not an int8"));
  CHECK_THROWS_WITH(connection.ask("SELECT NULL::int8").number(0, 0), Contains("missing"));
  CHECK_THROWS_WITH(connection.ask("SELECT '\\x00'::bytea").hash(0, 0), Contains("32 bytes"));
  CHECK_THROWS_AS(connection.quoted_name("\xff"), StoreFailure);
}

TEST_CASE("A statement is known by its text, and not by where that lay when it was prepared") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  Connection connection{url, postgres_answer_max};
  std::string sql = "SELECT 7::int8";
  CHECK(connection.ask(sql).number(0, 0) == 7);
  sql[7] = '8';
  CHECK(connection.ask(sql).number(0, 0) == 8);
}

TEST_CASE("A server that does not answer in time is let go, and its late answer with it") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  const std::chrono::milliseconds answer_max{GENERATE(0, 50)};
  Connection connection{url, answer_max};
  CHECK_THAT(refusal(connection, "SELECT pg_sleep(20)"), Contains("no answer within the time"));
  CHECK(connection.is_lost());
}

TEST_CASE("A signal that arrives meanwhile does not end a wait for the server") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  Connection connection{url, postgres_answer_max};
  static std::atomic<int> arrived;
  arrived = 0;
  struct sigaction action {};
  struct sigaction before {};
  action.sa_handler = [](int) { ++arrived; };
  REQUIRE(::sigaction(SIGUSR1, &action, &before) == 0);
  std::atomic<bool> answered{false};
  std::thread caller{[waiting = ::pthread_self(), &answered] {
    while (!answered) {
      ::pthread_kill(waiting, SIGUSR1);
      std::this_thread::yield();
    }
  }};
  const auto refused = refusal(connection, "SELECT pg_sleep(0.2)");
  answered = true;
  caller.join();
  ::sigaction(SIGUSR1, &before, nullptr);
  CHECK(refused.empty());
  CHECK(arrived > 0);
}

TEST_CASE("A connection that its server has ended is lost for whatever is asked next") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  Connection connection{url, postgres_answer_max};
  REQUIRE(connection.ask("SELECT 7::int8").number(0, 0) == 7);
  end_connections(url);
  CHECK_THROWS_AS(connection.ask("SELECT 7::int8"), Failure);
  CHECK(connection.is_lost());
  CHECK_THROWS_AS(connection.ask("SELECT 7::int8"), Failure);  // prepared before
  CHECK_THROWS_AS(connection.ask("SELECT 8::int8"), Failure);  // not prepared yet
  CHECK_THROWS_AS(connection.run("SELECT 7"), Failure);
  CHECK_THROWS_AS(connection.run_together({}), Failure);
  CHECK_NOTHROW(connection.end_read());
}

TEST_CASE("A transaction whose connection ends within it tells that nobody knows") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  Connection connection{url, postgres_answer_max};
  const std::vector<Call> calls{{"SELECT pg_terminate_backend(pg_backend_pid())", {}},
                                {"SELECT pg_sleep(5)", {}}};
  try {
    connection.run_together(calls);
    FAIL("it was committed");
  } catch (const Failure& failure) {
    CHECK(failure.passes());
  }
  CHECK(connection.is_lost());
}

TEST_CASE("A commit that is answered by any other word is not taken for one") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  CuttingProxy proxy{socket_folder(url)};
  Connection connection{through(proxy, url), postgres_answer_max};
  const std::vector<Call> calls{{"SELECT 1", {}}};
  CHECK_NOTHROW(connection.run_together(calls));
  proxy.cut(CuttingProxy::Cut::promise);
  CHECK_THROWS_WITH(connection.run_together(calls), Contains("nothing was committed"));
  CHECK(proxy.has_cut());
  CHECK_FALSE(connection.is_lost());
}

TEST_CASE("A statement that fails within a transaction leaves the connection to go on") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  Connection connection{url, postgres_answer_max};
  const std::vector<Call> calls{{"SELECT 1 / 0", {}}, {"SELECT 1", {}}};
  CHECK_THROWS_WITH(connection.run_together(calls), Contains("division by zero"));
  CHECK_FALSE(connection.is_lost());
  CHECK(connection.ask("SELECT 7::int8").number(0, 0) == 7);
}
