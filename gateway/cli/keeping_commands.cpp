#include "gateway/cli/keeping_commands.hpp"

#include <filesystem>
#include <fstream>
#include <optional>

#include "gateway/bank/kept_message.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "gateway/cli/market_view.hpp"
#include "ledger/backup.hpp"
#include "ledger/copy_market.hpp"
#include "ledger/export.hpp"
#include "ledger/open_store.hpp"
#include "ledger/retention.hpp"
#include "ledger/sealed_store.hpp"
#include "ledger/sqlite_store.hpp"
#include "merchant/person_search.hpp"

namespace chopay::cli {
namespace {

struct CopyOptions {
  std::string data;
  std::string folder;
};

struct ExportOptions {
  std::string data;
  std::string market;  ///< may be empty where the ledger has one
  std::string format = "jsonl";
  std::string file;  ///< empty: standard output
};

struct ImportOptions {
  std::string data;
  std::string file;
  std::string market;  ///< of a ledger's own file; empty: all
};

struct EraseOptions {
  std::string data;
  std::string market;
  std::string before;      ///< YYYY-MM-DD; empty: any day
  std::string containing;  ///< empty: anything
};

void print(const ledger::MarketHead& market, std::ostream& out) {
  out << market.market.text() << ": head " << ledger::number(market.head.seq) << ' '
      << ledger::to_hex(market.head.hash) << '\n';
}

int copy(const std::string& from, const std::string& to, Console& console) {
  std::error_code failed;
  if (ledger::postgres_url_of(from)) {
    return fail(console, "the ledger is in PostgreSQL: copy it by pg_basebackup or pg_dump");
  }
  if (!std::filesystem::exists(from + "/ledger.db", failed)) {
    return fail(console, Error{Errc::no_ledger, from}.message());
  }
  const auto report = ledger::copy_ledger(from, to);
  if (!report) return fail(console, report.error().message(), exit_no);
  for (const auto& market : report->markets) print({market.market, market.head}, console.out);
  return exit_done;
}

int backup(const CopyOptions& options, Console& console) {
  return copy(options.data, options.folder, console);
}

int restore(const CopyOptions& options, Console& console) {
  return copy(options.folder, options.data, console);
}

int export_log(const ExportOptions& options, Console& console) {
  std::ofstream file;
  if (!options.file.empty()) {
    file.open(options.file, std::ios::binary | std::ios::trunc);
    if (!file) return fail(console, Error{Errc::cannot_write, options.file}.message());
  }
  std::ostream& out = options.file.empty() ? console.out : file;
  Result<ledger::Head> head{Error{Errc::no_market}};
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    const auto market = choose_market(reader, options.market);
    head = market ? ledger::export_market(reader, *market, out) : market.error();
  });
  if (!read) return fail(console, read.error().message());
  return head ? exit_done : fail(console, head.error().message());
}

/// True where the file is a ledger's own, not an export.
bool is_database(std::istream& file) {
  constexpr std::string_view begins = "SQLite format 3";
  std::string text(begins.size(), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  file.clear();
  file.seekg(0);
  return text == begins;
}

int import_ledger(const ImportOptions& options, Console& console) {
  const auto parent = std::filesystem::path{options.file}.parent_path().string();
  const auto folder = parent.empty() ? std::string{"."} : parent;
  const auto from =
      ledger::opened(ledger::open_sqlite_reader(folder), ledger::vault_cipher_of(folder));
  const auto store = ledger::open_store(options.data);
  for (const auto& there : from->heads()) {
    if (!options.market.empty() && there.market.text() != options.market) continue;
    const auto copied = ledger::copy_market(*from, *store, there.market);
    if (!copied) {
      return fail(console, there.market.text() + ": " + copied.error().message(), exit_no);
    }
    print(*copied, console.out);
  }
  if (!options.market.empty()) return exit_done;
  console.out << (ledger::copy_vault(*from, *store)
                      ? "keys and what else is not in the logs came with them\n"
                      : "keys stay as they are there: the vault was not empty\n");
  return exit_done;
}

int import_log(const ImportOptions& options, Console& console) {
  std::ifstream file{options.file, std::ios::binary};
  if (!file) return fail(console, Error{Errc::cannot_read, options.file}.message());
  if (is_database(file)) return import_ledger(options, console);
  const auto store = ledger::open_store(options.data);
  const auto market = ledger::import_market(*store, file);
  if (!market) return fail(console, market.error().message(), exit_no);
  print(*market, console.out);
  return exit_done;
}

/// Which payers and notices are to go: by age, by person, or both.
class ErasureChoice {
 public:
  ErasureChoice(std::optional<ledger::BusinessDay> before, const std::string& containing)
      : before_(before), person_(containing) {}

  bool takes(const ledger::Entry& entry, std::string_view part) const {
    // By age go payers and notices; what a market and its stalls are is kept as long as they are.
    const bool old = !before_ || (entry.key && entry.day < *before_);
    return old && person_.is_found_in(part);
  }

  /// A message that nobody can read has no age: by age alone, a person must look at it first.
  bool takes_kept(std::string_view row) const {
    const auto message = bank::read_kept(row);
    if (!message) return !before_ && person_.is_found_in(row);
    const bool old = !before_ || ledger::business_day_of(message->received_at) < *before_;
    return old && (person_.is_found_in(message->body) || person_.is_found_in(message->notices));
  }

 private:
  std::optional<ledger::BusinessDay> before_;
  merchant::PersonSearch person_;
};

int erase(const EraseOptions& options, Console& console) {
  if (options.before.empty() && options.containing.empty()) {
    return fail(console, "say which: --before DAY, --containing TEXT, or both");
  }
  // It would be found everywhere, and all would go.
  if (!options.containing.empty() && merchant::PersonSearch{options.containing}.is_empty()) {
    return fail(console, "--containing: there is no letter or digit in it to look for");
  }
  std::optional<ledger::BusinessDay> before;
  if (!options.before.empty()) {
    const auto day = ledger::parse_business_day(options.before);
    if (!day) return fail(console, "--before: " + day.error().message());
    before = *day;
  }
  const auto store = ledger::open_store(options.data);
  const auto market = choose_market(store->own_reader(), options.market);
  if (!market) return fail(console, market.error().message());
  const ErasureChoice choice{before, options.containing};
  const auto kept = ledger::erase_vault_rows(
      *store, bank::kept_prefix,
      [&](std::string_view, std::string_view row) { return choice.takes_kept(row); });
  const auto erased = ledger::erase_private_parts(
      *store, *market,
      [&](const ledger::Entry& entry, std::string_view part) { return choice.takes(entry, part); });
  console.out << market->text() << ": erased " << erased << '\n'
              << "messages kept aside: erased " << kept << '\n';
  return exit_done;
}

void add_copies(Command& group) {
  auto saved = options_of<CopyOptions>();
  Command backup_command =
      group.command("backup", "Copy the ledger as it stands, also while a server runs",
                    "The copy is verified before it gets its name. The server does not wait.\n"
                    "Example:\n  chopay ledger backup /backup/2026-11-24 --data /var/lib/chopay");
  backup_command.text({"FOLDER", "Where the copy goes", "", true}, saved->folder);
  backup_command.text({"--data", "Folder of the ledger", "DIR", true}, saved->data);
  backup_command.on_call(action_of(saved, backup));

  auto brought = options_of<CopyOptions>();
  Command restore_command = group.command(
      "restore", "Make a ledger from a backup",
      "The folder must hold no ledger. What was written after the backup is not in it: banks send\n"
      "their notices again, and import statements for the rest.\n"
      "Example:\n  chopay ledger restore /backup/2026-11-24 --data /var/lib/chopay");
  restore_command.text({"FOLDER", "The backup", "", true}, brought->folder);
  restore_command.text({"--data", "Folder of the new ledger", "DIR", true}, brought->data);
  restore_command.on_call(action_of(brought, restore));
}

void add_texts(Command& group) {
  auto written = options_of<ExportOptions>();
  Command export_command = group.command(
      "export", "Write a market's log as lines of JSON",
      "Each entry is a line with exactly the bytes that are hashed; its private part, if any, is\n"
      "the next line.\n"
      "Example:\n  chopay ledger export --data ./data --market ha-long-1 --out log.jsonl");
  export_command.text({"--data", "Folder of the ledger", "DIR", true}, written->data);
  export_command.text({"--market", "Needed if the ledger has several", "ID"}, written->market);
  export_command.choice({"--format", "How it is written", ""}, {"jsonl"}, written->format);
  export_command.text({"--out", "Write to this file", "FILE"}, written->file);
  export_command.on_call(action_of(written, export_log));

  auto read = options_of<ImportOptions>();
  Command import_command =
      group.command("import", "Take a market's log from an export, or a whole ledger from its file",
                    "Of an export, the ledger must have nothing of that market. Every entry is "
                    "checked; the head is\n"
                    "the same. Of another folder's ledger.db, every market comes with its "
                    "checkpoints, at each of\n"
                    "which the roots are compared, and the keys; no server may run on either, and "
                    "what was broken\n"
                    "off goes on where it was.\n"
                    "Example:\n  chopay ledger import log.jsonl --data ./data\n"
                    "  chopay ledger import /var/lib/chopay/ledger.db --data /var/lib/chopay");
  import_command.text({"FILE", "The export, or ledger.db", "", true}, read->file);
  import_command.text({"--market", "Only this one of ledger.db, without keys", "ID"}, read->market);
  import_command.text({"--data", "Folder of the ledger", "DIR", true}, read->data);
  import_command.on_call(action_of(read, import_log));
}

void add_erase(Command& group) {
  auto options = options_of<EraseOptions>();
  Command command =
      group.command("erase", "Erase payers and raw notices, by age or by person",
                    "The log itself stays as it is and verifies; it shows the parts as erased. "
                    "Messages of banks\n"
                    "that were kept aside belong to no market and go whichever is named. A text is "
                    "found with and\n"
                    "without its marks, in capitals or not. No server may run on the ledger. "
                    "Backups keep what\n"
                    "they have.\n"
                    "Example:\n  chopay ledger erase --data ./data --before 2025-11-24\n"
                    "  chopay ledger erase --data ./data --containing 'NGUYEN VAN A'");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  command.text({"--before", "Of business days before this one", "YYYY-MM-DD"}, options->before);
  command.text({"--containing", "Those that hold this text", "TEXT"}, options->containing);
  command.on_call(action_of(options, erase));
}

}  // namespace

void add_keeping_commands(Command& group) {
  add_copies(group);
  add_texts(group);
  add_erase(group);
}

}  // namespace chopay::cli
