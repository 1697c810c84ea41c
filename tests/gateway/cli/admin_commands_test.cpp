#include <catch2/catch.hpp>

#include "running.hpp"

using namespace chopay;

namespace {

/// What the program would have been asked to do.
struct Administered {
  testing::Running run;
  std::optional<cli::InviteOptions> options;

  Administered() {
    run.hooks.invite = [this](const cli::InviteOptions& given, std::ostream&) {
      options = given;
      return 0;
    };
  }
};

}  // namespace

TEST_CASE("admin reset names the account and who does it; admin invite the role") {
  Administered admin;
  CHECK(admin.run({"admin", "reset", "lan", "--data", "d", "--market", "ha-long-1", "--by",
                   "Anh Minh", "--url", "https://pay.example.vn/"}) == 0);
  REQUIRE(admin.options);
  CHECK(admin.options->instead_of == "lan");
  CHECK(admin.options->role.empty());
  CHECK(admin.options->by == "Anh Minh");
  CHECK(admin.options->url == "https://pay.example.vn");
  CHECK(admin.run({"admin", "invite", "--data", "d", "--market", "ha-long-1", "--role", "board",
                   "--by", "Anh Minh"}) == 0);
  CHECK(admin.options->role == "board");
  CHECK(admin.options->instead_of.empty());
  CHECK(admin.options->url == "http://127.0.0.1:8080");
}

TEST_CASE("admin sessions lists, and admin end-session ends the one that is named") {
  testing::Running run;
  std::vector<std::string> listed;
  run.hooks.session_list = [&](const cli::SessionListOptions& given, std::ostream&) {
    listed.push_back(given.market);
    return 0;
  };
  std::vector<std::string> ended;
  run.hooks.end_session = [&](const cli::EndSessionOptions& given) {
    ended.push_back(given.market + ' ' + given.id);
    return 0;
  };
  CHECK(run({"admin", "sessions", "--data", "d", "--market", "ha-long-1"}) == 0);
  CHECK(run({"admin", "end-session", "0a1b2c3d4e5f", "--data", "d", "--market", "ha-long-1"}) == 0);
  // An end without a name must not become the list, nor the other way round.
  CHECK(run({"admin", "end-session", "--data", "d", "--market", "ha-long-1"}) == 2);
  CHECK(run({"admin", "sessions", "0a1b2c3d4e5f", "--data", "d", "--market", "m"}) == 2);
  CHECK(listed == std::vector<std::string>{"ha-long-1"});
  CHECK(ended == std::vector<std::string>{"ha-long-1 0a1b2c3d4e5f"});
}

TEST_CASE("admin people lists, and admin put-out names whom to put out") {
  testing::Running run;
  std::vector<std::string> listed;
  run.hooks.people_list = [&](const cli::PeopleListOptions& given, std::ostream&) {
    listed.push_back(given.market);
    return 0;
  };
  std::vector<std::string> out;
  run.hooks.put_out = [&](const cli::PutOutOptions& given) {
    out.push_back(given.market + ' ' + given.name);
    return 0;
  };
  CHECK(run({"admin", "people", "--data", "d", "--market", "ha-long-1"}) == 0);
  CHECK(run({"admin", "put-out", "lan", "--data", "d", "--market", "ha-long-1"}) == 0);
  CHECK(run({"admin", "put-out", "--data", "d", "--market", "ha-long-1"}) == 2);
  CHECK(listed == std::vector<std::string>{"ha-long-1"});
  CHECK(out == std::vector<std::string>{"ha-long-1 lan"});
}

TEST_CASE("Nobody is let in from the machine without a word on who does it, nor into a stall") {
  Administered admin;
  CHECK(admin.run({"admin", "reset", "lan", "--data", "d", "--market", "m"}) == 2);
  CHECK(admin.run({"admin", "invite", "--data", "d", "--market", "m", "--by", "x"}) == 2);
  CHECK(admin.run({"admin", "invite", "--data", "d", "--market", "m", "--by", "x", "--role",
                   "till"}) == 2);
  CHECK_FALSE(admin.options);
}
