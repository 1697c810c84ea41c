#include "tests/support/postgres_server.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "ledger/postgres.hpp"
#include "ledger/postgres_setup.hpp"

namespace chopay::testing {
namespace {

using ledger::postgres::Connection;
using namespace std::chrono_literals;

constexpr auto answer_max = 30s;

bool is_installed() {
  return std::filesystem::exists("/usr/lib/postgresql");
}

pid_t start_server(const std::string& directory) {
  std::string script = CHOPAY_TESTS "/support/postgres_server.sh";
  std::string where = directory;
  char* arguments[] = {script.data(), where.data(), nullptr};
  pid_t process = -1;
  if (::posix_spawn(&process, script.c_str(), nullptr, nullptr, arguments, environ) != 0) {
    throw std::runtime_error("PostgreSQL cannot be started");
  }
  return process;
}

}  // namespace

PostgresServer* PostgresServer::get() {
  if (!is_installed()) {
    static const bool told =
        (std::cerr << "PostgreSQL is not installed: its tests are skipped\n", true);
    (void)told;
    return nullptr;
  }
  static PostgresServer server;
  return &server;
}

PostgresServer::PostgresServer() : process_(start_server(directory_.path())) {
  const auto until = std::chrono::steady_clock::now() + 60s;
  for (;;) {
    try {
      Connection{url("postgres", "postgres"), answer_max}.run("CREATE ROLE gateway LOGIN");
      return;
    } catch (const ledger::StoreFailure&) {
      const bool ended = ::waitpid(process_, nullptr, WNOHANG) == process_;
      if (ended || std::chrono::steady_clock::now() > until) throw;
      std::this_thread::sleep_for(20ms);
    }
  }
}

PostgresServer::~PostgresServer() {
  ::kill(process_, SIGQUIT);
  ::waitpid(process_, nullptr, 0);
}

std::string PostgresServer::url(const std::string& user, const std::string& database) const {
  return "postgres:///" + database + "?host=" + directory_.path() + "&user=" + user;
}

std::string PostgresServer::as_owner(const std::string& url) {
  return url.substr(0, url.rfind("&user=")) + "&user=postgres";
}

std::string PostgresServer::new_ledger() {
  const auto name = "ledger_" + std::to_string(++databases_);
  Connection{url("postgres", "postgres"), answer_max}.run("CREATE DATABASE " + name);
  ledger::create_postgres_ledger(url("postgres", name), "gateway");
  return url("gateway", name);
}

}  // namespace chopay::testing
