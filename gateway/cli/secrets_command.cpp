#include "gateway/cli/secrets_command.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "config/settings.hpp"
#include "ledger/base64.hpp"
#include "ledger/crypto.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/sealed_store.hpp"
#include "ledger/store.hpp"

namespace chopay::cli {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t line_bytes_max = 4096;

struct RotateOptions {
  std::string file;
  std::string previous;  ///< empty: the file with ".previous" behind
  std::string form = "whsec";
};

std::string new_secret(const std::string& form, ledger::Random& random) {
  std::array<std::uint8_t, secret_bytes> bytes{};
  random.fill(bytes);
  if (form == "hex") return ledger::to_hex(bytes);
  return "whsec_" + ledger::to_base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

/// Writes the file whole or not at all, for its owner alone. Throws ledger::StoreFailure.
void put(const std::string& path, const std::string& secret, uid_t owner, gid_t group) {
  ledger::write_durable_file(path, secret + '\n');
  // What root has written must be the service's to read.
  if (owner != ::geteuid() && ::chown(path.c_str(), owner, group) != 0) {
    throw ledger::StoreFailure("giving " + path + " to its owner");
  }
}

int rotate(const RotateOptions& options, Console& console) {
  const auto previous = options.previous.empty() ? options.file + ".previous" : options.previous;
  const auto old = config::read_secret(options.file);
  const bool given = options.form == "given";
  std::string fresh;
  if (given) {
    if (!next_line(console.in, fresh, line_bytes_max) || fresh.empty()) {
      return fail(console, "--form given wants the secret as a line on standard input");
    }
  } else {
    fresh = new_secret(options.form, console.random);
  }
  if (fresh == old) return fail(console, "that is the secret that is in the file already", exit_no);
  struct stat before {};
  if (::stat(options.file.c_str(), &before) != 0) return fail(console, "cannot read its owner");
  // First the old one: whatever happens in between, it is somewhere.
  put(previous, old, before.st_uid, before.st_gid);
  put(options.file, fresh, before.st_uid, before.st_gid);
  if (!given) console.out << fresh << '\n';
  console.out
      << "The secret before is in " << previous
      << ". Name it in chopay.toml (previous_secret_file of a source,\n"
         "secret_previous_file of a webhook), let the server read it (systemctl reload chopay "
         "for sources,\nrestart for webhooks), give the other side the new one, and then take "
         "the old one out again.\n";
  return exit_done;
}

struct VaultKeyOptions {
  std::string data;
};

int add_key(const VaultKeyOptions& options, Console& console) {
  const auto keys = ledger::add_vault_key(options.data, console.random);
  console.out
      << "A new key is the first of " << keys << " in " << options.data << '/'
      << ledger::vault_keys_name
      << ".\nRestart the server: from then on it seals with it. Keep a copy where no backup "
         "lies;\nwithout it payers, keys and sessions in the vault are lost.\n";
  return exit_done;
}

void add_vault_key_command(Command& group) {
  auto options = options_of<VaultKeyOptions>();
  Command command = group.command(
      "vault-key", "Seal the vault with a new key (AES-256-GCM), from the next start on",
      "Makes DIR/vault.keys or puts a new key before those in it. What was written before stays\n"
      "readable: unsealed where there was no key, by its own key otherwise. The file may be a\n"
      "symbolic link to another disk or to a credential of the service; backups never hold it.\n"
      "Example:\n  chopay secrets vault-key --data /var/lib/chopay");
  command.text({"--data", "The data folder", "DIR", true}, options->data);
  command.on_call(action_of(options, add_key));
}

}  // namespace

void add_secrets_commands(Command& root) {
  Command group = root.group("secrets", "Secrets in files: of sources, webhooks and shops");
  add_vault_key_command(group);
  auto options = options_of<RotateOptions>();
  Command command = group.command(
      "rotate", "Put a new secret into a file, and keep the one before beside it",
      "Prints a secret that it makes, once. Both count until you take the old one out of the "
      "settings,\nso no message is refused meanwhile.\n"
      "Examples:\n  chopay secrets rotate /etc/chopay/books.secret\n"
      "  chopay secrets rotate /etc/chopay/sepay-main.secret --form given < from-the-bank.txt");
  command.text({"FILE", "The secret's file", "", true}, options->file);
  command.choice({"--form",
                  "whsec_… of Standard Webhooks, 64 hexadecimal digits, or what the other "
                  "side has given (a line on standard input)",
                  ""},
                 {"whsec", "hex", "given"}, options->form);
  command.text({"--previous", "Where the one before goes; else FILE.previous", "FILE"},
               options->previous);
  command.on_call(action_of(options, rotate));
}

}  // namespace chopay::cli
