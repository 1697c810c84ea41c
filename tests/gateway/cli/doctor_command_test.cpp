#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "gateway/cli/files.hpp"
#include "gateway/cli/machine_facts.hpp"
#include "ledger/sqlite_store.hpp"
#include "tests/gateway/cli/running.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay;
namespace fs = std::filesystem;
using testing::Running;

namespace {

/// A machine on which all is well but what the disk of the tests is.
struct Examined {
  testing::TemporaryDirectory directory;
  Examined() {
    ledger::SqliteStore store{path("data")};
    testing::LogWriter{store}.add(std::vector{testing::credit_draft("ha-long-1", "A1", "FT1", 1)});
    fs::permissions(path("data"), fs::perms::owner_all);
    write("secret", "let me in\n");
    write("chopay.toml", "data = \"" + path("data") + "\"\nhead_guard = \"" + path("guard") +
                             "\"\n[[source]]\nid = \"sepay-main\"\nkind = \"sepay\"\n"
                             "secret_file = \"" +
                             path("secret") + "\"\n");
  }
  std::string path(const std::string& name) const { return directory.path() + '/' + name; }
  void write(const std::string& name, const std::string& text) const {
    REQUIRE(cli::write_file(path(name), text).has_value());
    fs::permissions(path(name), fs::perms::owner_read | fs::perms::owner_write);
  }
  /// What the doctor says of a check, each finding a line.
  std::string says(const std::string& check, std::vector<std::string> more = {}) const {
    Running run;
    std::vector<std::string> words{"doctor", "--config", path("chopay.toml")};
    words.insert(words.end(), more.begin(), more.end());
    run(words);
    std::istringstream lines{run.take()};
    std::string found;
    for (std::string line; std::getline(lines, line);) {
      if (line.find(' ' + check + ": ") != std::string::npos) found += line + '\n';
    }
    return found;
  }
};

}  // namespace

TEST_CASE("The doctor looks at settings, ledger, secrets, disk and clock") {
  const Examined machine;
  CHECK(machine.says("settings").starts_with("good"));
  CHECK(machine.says("ledger").starts_with("good"));
  CHECK(machine.says("permissions").find("good     permissions: the secret of source sepay-main") !=
        std::string::npos);
  CHECK(machine.says("disk").find("MiB free") != std::string::npos);
  CHECK(machine.says("sync").find("µs") != std::string::npos);
  CHECK_FALSE(machine.says("clock").empty());
  CHECK_FALSE(machine.says("sqlite").empty());
  CHECK_FALSE(machine.says("files").empty());
}

TEST_CASE("The doctor names a secret that others may read, and ends with 1") {
  const Examined machine;
  fs::permissions(machine.path("secret"), fs::perms::group_read, fs::perm_options::add);
  CHECK(machine.says("permissions").find("bad      permissions: the secret of source sepay-main") !=
        std::string::npos);
  Running run;
  CHECK(run({"doctor", "--config", machine.path("chopay.toml")}) == 1);
  CHECK(run.take().find("chmod 600 " + machine.path("secret")) != std::string::npos);
}

TEST_CASE("The doctor notices settings that cannot be used") {
  const Examined machine;
  machine.write("chopay.toml", "no_such_key = 1\n");
  CHECK(machine.says("settings", {"--data", machine.path("data")}).starts_with("bad"));
  CHECK(machine.says("ledger", {"--data", machine.path("data")}).starts_with("good"));
  CHECK(machine.says("settings").starts_with("bad"));
  CHECK(machine.says("ledger").empty());
}

TEST_CASE("The doctor notices that there is no ledger, or something else in its place") {
  const Examined machine;
  CHECK(machine.says("ledger", {"--data", machine.path("none")}).starts_with("bad"));
  fs::remove(machine.path("data/ledger.db-wal"));
  machine.write("data/ledger.db", "this is no ledger, but longer than nothing");
  CHECK(machine.says("ledger").starts_with("bad"));
}

TEST_CASE("The doctor finds the newest backup in a folder of them") {
  const Examined machine;
  CHECK(machine.says("backups").empty());
  fs::create_directories(machine.path("backups"));
  CHECK(machine.says("backups", {"--backups", machine.path("backups")}).starts_with("bad"));
  Running run;
  CHECK(run({"ledger", "backup", machine.path("backups/one"), "--data", machine.path("data")}) ==
        0);
  CHECK(machine.says("backups", {"--backups", machine.path("backups")}).starts_with("warning"));
  CHECK(cli::newest_backup(machine.path("backups")) ==
        cli::newest_backup(machine.path("backups/one")));
}

TEST_CASE("The doctor reads how long certificates are good, and takes no other file for one") {
  const Examined machine;
  machine.write("a.pem", R"(-----BEGIN CERTIFICATE-----
MIIBbTCCAROgAwIBAgIUfCtpmscCIOX7wIAZDmpPnzPwE1IwCgYIKoZIzj0EAwIw
DDEKMAgGA1UEAwwBdDAeFw0yNjExMjkxMDE1MDhaFw0zNjExMjYxMDE1MDhaMAwx
CjAIBgNVBAMMAXQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATxTmC4sxcU5Ej0
w3tu3mN7Lt+d+ddGpX3JLUu1G2IBGsUhyXCND7+1UT+vl6EQJogyj00vA1Iai9P5
PJ+cm/Bwo1MwUTAdBgNVHQ4EFgQUhC4ZmyvqnmCFMYBACEajQWzDHeYwHwYDVR0j
BBgwFoAUhC4ZmyvqnmCFMYBACEajQWzDHeYwDwYDVR0TAQH/BAUwAwEB/zAKBggq
hkjOPQQDAgNIADBFAiB/07QScRPtKWJK8idfpamsJLSyqpgdSA2laSY5XtQCXQIh
AID0Rb9FKTuRP1wp0rEXgLRlM4Jr0rL+CO9/plV6D3Kp
-----END CERTIFICATE-----
)");
  // From the morning of 24 November 2026 to 26 November 2036, 10:15:08 UTC.
  CHECK(machine.says("certificate", {"--certificate", machine.path("a.pem")})
            .ends_with("a.pem is good for 3655 days\n"));
  CHECK(machine.says("certificate", {"--certificate", machine.path("secret")}).starts_with("bad"));
  CHECK(machine.says("certificate", {"--certificate", "/no/such"}).starts_with("bad"));
}

TEST_CASE("The doctor's JSON has the same findings") {
  const Examined machine;
  Running run;
  const int code = run({"doctor", "--config", machine.path("chopay.toml"), "--json"});
  const auto text = run.take();
  CHECK(text.starts_with(code == 0 ? "{\"health\":\"" : "{\"health\":\"bad\""));
  CHECK(text.find("{\"check\":\"settings\",\"health\":\"good\"") != std::string::npos);
}

TEST_CASE("The doctor leaves nothing behind and wants to know what to look at") {
  const Examined machine;
  machine.says("disk");
  for (const auto& entry : fs::directory_iterator{machine.path("data")}) {
    CHECK(entry.path().filename().string().find("doctor") == std::string::npos);
  }
  Running run;
  CHECK(run({"doctor"}) == 2);
  CHECK(run.complaint().starts_with("say what to look at"));
}

TEST_CASE("A folder in memory is known as one") {
  if (!fs::is_directory("/dev/shm")) return;
  const auto disk = cli::look_at_disk("/dev/shm");
  REQUIRE(disk.has_value());
  CHECK(disk->kind == "memory");
}
