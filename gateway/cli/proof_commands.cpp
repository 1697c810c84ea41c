#include "gateway/cli/proof_commands.hpp"

#include <algorithm>

#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "ledger/error.hpp"
#include "ledger/head_guard.hpp"
#include "ledger/receipt.hpp"

namespace chopay::cli {
namespace {

struct ReceiptVerifyOptions {
  std::vector<std::string> files;
  std::string key;
  std::vector<std::string> witnesses;
};

struct LogKeyOptions {
  std::string data;
};

struct TrustHeadOptions {
  std::string data;
  std::string head_guard;
};

std::string day_and_time(std::chrono::sys_seconds at) {
  return ledger::format_instant(std::chrono::time_point_cast<std::chrono::milliseconds>(at));
}

void print(const ledger::Proven& proven, std::ostream& out) {
  const auto& entry = proven.entry;
  out << "entry " << ledger::number(entry.seq) << " of " << proven.checkpoint.origin << ": "
      << ledger::kind_name(entry.kind) << ", " << to_string(entry.day);
  if (!entry.stall.empty()) out << ", stall " << entry.stall.text();
  for (const auto& posting : entry.postings) {
    if (posting.account.starts_with("bank/")) out << ", " << to_string(posting.amount) << " VND";
  }
  out << "\nstands in the log of " << proven.checkpoint.size << " entries with root "
      << ledger::to_hex(proven.checkpoint.root) << '\n';
  for (const auto& [name, at] : proven.witnesses) {
    out << "seen by " << name << " at " << day_and_time(at) << '\n';
  }
}

Result<std::vector<ledger::VerifierKey>> parse_keys(const std::vector<std::string>& texts) {
  std::vector<ledger::VerifierKey> keys;
  for (const auto& text : texts) {
    auto key = ledger::parse_verifier_key(text);
    if (!key) return key.error();
    keys.push_back(std::move(*key));
  }
  return keys;
}

int receipt_verify(const ReceiptVerifyOptions& options, Console& console) {
  const auto key = ledger::parse_verifier_key(options.key);
  if (!key) return fail(console, "--key: " + key.error().message());
  const auto witnesses = parse_keys(options.witnesses);
  if (!witnesses) return fail(console, "--witness: " + witnesses.error().message());
  for (const auto& file : options.files) {
    const auto text = read_file(file, ledger::receipt_bytes_max);
    if (!text) return fail(console, text.error().message());
    const auto receipt = ledger::parse_receipt(*text);
    if (!receipt) return fail(console, file + ": " + receipt.error().message(), exit_no);
    const auto proven = ledger::prove(*receipt, *key, *witnesses);
    if (!proven) return fail(console, file + ": " + proven.error().message(), exit_no);
    if (proven->witnesses.size() != witnesses->size()) {
      return fail(console, file + ": a witness that was asked for has not seen it", exit_no);
    }
    print(*proven, console.out);
  }
  return exit_done;
}

int log_key(const LogKeyOptions& options, Console& console) {
  const auto key = ledger::load_log_key(options.data);
  if (!key) return fail(console, options.data + "/log.key: the logs are not signed yet");
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    for (const auto& [market, head] : reader.heads()) {
      console.out << key->identity().verifier(market).text() << '\n';
    }
  });
  return read ? exit_done : fail(console, read.error().message());
}

/// Marks the logs as far as they are signed. REQUIRES a guard without a file.
void mark_all(ledger::Reader& reader, const ledger::LogIdentity& signer, ledger::HeadGuard& guard,
              std::ostream& out) {
  for (const auto& [market, head] : reader.heads()) {
    const auto stored = reader.checkpoint(market);
    if (!stored) continue;
    const auto checkpoint = ledger::open_checkpoint(stored->note, signer.verifier(market)).value();
    guard.move(checkpoint.origin, {checkpoint.size, checkpoint.root});
    out << checkpoint.origin << ": " << checkpoint.size << " entries\n";
  }
  guard.sync();
}

int trust_head(const TrustHeadOptions& options, Console& console) {
  const auto trust = trust_of(options.data, {}, {});
  if (!trust) return fail(console, trust.error().message());
  if (!trust->signer) return fail(console, "the ledger was never signed: it needs no head guard");
  auto guard = ledger::HeadGuard::open(options.head_guard);
  if (!guard) {
    return fail(console, guard.error().message() + ": move it away first, and keep it");
  }
  if (!guard->is_new()) {
    return fail(console, options.head_guard + " is there: move it away first, and keep it");
  }
  bool sound = false;
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    sound = !ledger::verify(reader, *trust).damage;
    if (sound) mark_all(reader, *trust->signer, *guard, console.out);
  });
  if (!read) return fail(console, read.error().message());
  return sound ? exit_done
               : fail(console, "the ledger is damaged: `chopay ledger verify` says how", exit_no);
}

void add_receipt(Command& root) {
  auto options = options_of<ReceiptVerifyOptions>();
  Command group = root.group("receipt", "Check receipts of entries");
  Command command = group.command(
      "verify", "Check that an entry stands in a signed log",
      "Needs no server and no ledger, only the log's key (`chopay log key`).\n"
      "Example:\n  chopay receipt verify sale.receipt --key pay.example.vn/ha-long-1+6a1b…+AV3…");
  command.texts({"FILE", "Receipts, as GET /v1/receipts/{market}/{seq} gives them", "", true},
                options->files);
  command.text({"--key", "Key of the log", "VKEY", true}, options->key);
  command.texts({"--witness", "Key of a witness that must have seen it", "VKEY"},
                options->witnesses);
  command.on_call(action_of(options, receipt_verify));
}

void add_log_key(Command& group) {
  auto options = options_of<LogKeyOptions>();
  Command command = group.command("key", "Print the public key of each market's log",
                                  "Example:\n  chopay log key --data ./data");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.on_call(action_of(options, log_key));
}

void add_trust_head(Command& group) {
  auto options = options_of<TrustHeadOptions>();
  Command command = group.command(
      "trust-head", "Make a head guard for a ledger that is its newest copy",
      "Only when you know that nothing newer was ever signed: the guard cannot tell any more.\n"
      "Example:\n  chopay log trust-head --data ./data --head-guard ./data.head");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--head-guard", "The file to make", "FILE", true}, options->head_guard);
  command.on_call(action_of(options, trust_head));
}

}  // namespace

Result<ledger::VerifyTrust> trust_of(const std::string& data, const std::string& checkpoint_file,
                                     const std::string& key_text) {
  ledger::VerifyTrust trust;
  if (const auto own = ledger::load_log_key(data)) trust.signer = own->identity();
  if (!key_text.empty()) {
    const auto key = ledger::parse_verifier_key(key_text);
    if (!key) return key.error();
    const auto slash = key->name.rfind('/');
    trust.signer = ledger::LogIdentity{key->name.substr(0, slash), key->key};
  }
  if (checkpoint_file.empty()) return trust;
  const auto text = read_file(checkpoint_file, ledger::note_bytes_max);
  if (!text) return text.error();
  if (!trust.signer) return Error{ledger::Errc::bad_key, "--key is needed"};
  const auto note = ledger::parse_note(*text);
  if (!note) return Error{note.error().code, checkpoint_file};
  const auto claimed = ledger::parse_checkpoint(note->text);
  if (!claimed) return Error{claimed.error().code, checkpoint_file};
  const auto market = ledger::MarketId::parse(
      claimed->origin.substr(std::min(claimed->origin.size(), trust.signer->host.size() + 1)));
  if (!market) return Error{ledger::Errc::wrong_market, checkpoint_file};
  auto checkpoint = ledger::open_checkpoint(*note, trust.signer->verifier(*market));
  if (!checkpoint) return Error{checkpoint.error().code, checkpoint_file};
  trust.outside = std::move(*checkpoint);
  return trust;
}

void add_proof_commands(Command& root) {
  add_receipt(root);
  Command group = root.group("log", "Keys and guard of the signed logs");
  add_log_key(group);
  add_trust_head(group);
}

}  // namespace chopay::cli
