#include "gateway/cli/store_commands.hpp"

#include <filesystem>

#include "ledger/open_store.hpp"
#include "ledger/postgres_setup.hpp"

namespace chopay::cli {
namespace {

struct StoreWords {
  std::string url;
  std::string gateway;  ///< empty: nobody
  bool citus = false;
};

struct FolderWords {
  std::string url;
  std::string data;
};

int init_store(const StoreWords& words, Console& console) {
  const auto setup = ledger::create_postgres_ledger(words.url, words.gateway);
  console.out << "the ledger's tables have version " << setup.to;
  if (setup.from == setup.to) console.out << ", as before";
  if (setup.from > 0 && setup.from < setup.to) console.out << ", before " << setup.from;
  console.out << '\n';
  if (!words.gateway.empty()) {
    console.out << words.gateway << " may add to it, and change nothing\n";
  }
  if (words.citus) {
    ledger::divide_by_citus(words.url);
    console.out << "its markets are divided among the nodes of Citus\n";
  }
  return exit_done;
}

int use_store(const FolderWords& words, Console& console) {
  if (const auto there = ledger::postgres_url_of(words.data); there && *there != words.url) {
    return fail(console, words.data + " has its ledger in another database; nothing was changed",
                exit_no);
  }
  ledger::require_postgres_ledger(words.url);
  ledger::set_postgres_url(words.data, words.url);
  console.out << "the ledger of " << words.data << " is in PostgreSQL\n";
  const auto own = words.data + "/ledger.db";
  std::error_code failed;
  if (std::filesystem::exists(own, failed)) {
    console.out << "what is in the folder itself is brought over by\n  chopay ledger import " << own
                << " --data " << words.data << '\n';
  }
  return exit_done;
}

}  // namespace

void add_store_commands(Command& root) {
  Command group = root.group("store", "Keep the ledger in PostgreSQL");
  auto made = options_of<StoreWords>();
  Command init = group.command(
      "init", "Make the ledger's tables and roles in a database, or bring them up to date",
      "The user of the URL may create roles and schemas there: the database's owner, or postgres.\n"
      "A URL has no password: name a file of mode 0600 with ?passfile=/path (a line\n"
      "host:port:database:user:password). A server on another machine is spoken to by TLS, and "
      "its\n"
      "name is checked, unless the URL has an sslmode of its own.\n"
      "Example:\n  sudo -u postgres chopay store init --url postgres:///chopay --gateway chopay");
  init.text({"--url", "The database", "postgres://USER@HOST/DATABASE", true}, made->url);
  init.text({"--gateway", "Who is to add to it: made where the server has no such user", "USER"},
            made->gateway);
  init.flag(
      "--citus",
      "Divide the tables by market among the nodes of a Citus cluster, whose coordinator the URL "
      "names",
      made->citus);
  init.on_call(action_of(made, init_store));

  auto used = options_of<FolderWords>();
  Command use = group.command(
      "use", "Let a folder have its ledger in a database",
      "Writes store.url into the folder: from then on every command with that --data, and the\n"
      "server, use the database. Keys and the head guard stay in their files.\n"
      "Example:\n  chopay store use --url postgres:///chopay --data /var/lib/chopay");
  use.text(
      {"--url", "The database, as the user who adds to it", "postgres://USER@HOST/DATABASE", true},
      used->url);
  use.text({"--data", "Folder", "DIR", true}, used->data);
  use.on_call(action_of(used, use_store));
}

}  // namespace chopay::cli
