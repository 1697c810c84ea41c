#include "gateway/cli/ledger_commands.hpp"

#include <optional>

#include "gateway/cli/books_command.hpp"
#include "gateway/cli/follow_command.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "gateway/cli/incidents_command.hpp"
#include "gateway/cli/keeping_commands.hpp"
#include "gateway/cli/market_view.hpp"
#include "gateway/cli/proof_commands.hpp"
#include "gateway/cli/settlement_command.hpp"
#include "ledger/balances.hpp"
#include "ledger/verify.hpp"

namespace chopay::cli {
namespace {

struct LedgerVerifyOptions {
  std::string data;
  std::string from_checkpoint;  ///< file with a signed checkpoint that was kept; or empty
  std::string key;              ///< that it is checked with; empty: the folder's own
};

struct BalancesOptions {
  std::string data;
  std::string market;               ///< may be empty where the ledger has one
  std::optional<std::int64_t> seq;  ///< of the last entry that counts; nothing: the newest
};

/// `checked`: the signatures were.
void print(const ledger::VerifyReport::Market& market, bool checked, std::ostream& out) {
  out << market.market.text() << ": " << market.entries << " entries, head "
      << ledger::number(market.head.seq) << ' ' << ledger::to_hex(market.head.hash) << ", received "
      << to_string(market.received) << " VND, erased " << market.erased;
  if (market.signed_size > 0) {
    out << ", signed " << market.signed_size;
    if (!checked) out << " (signatures not checked: no log.key there, and no --key)";
  }
  out << '\n';
}

std::string damage_text(const ledger::Damage& damage) {
  if (damage.market.empty()) return damage.error.message();
  std::string text = "market " + damage.market.text() + ", ";
  if (damage.seq != ledger::Seq{}) {
    text += "entry " + std::to_string(ledger::number(damage.seq)) + ": ";
  } else {
    text += "beside its entries: ";
  }
  return text + damage.error.message();
}

int ledger_verify(const LedgerVerifyOptions& options, Console& console) {
  ledger::VerifyReport report;
  const auto trust = trust_of(options.data, options.from_checkpoint, options.key);
  if (!trust) return fail(console, trust.error().message());
  const auto read = with_frozen_ledger(
      options.data, [&](ledger::Reader& reader) { report = ledger::verify(reader, *trust); });
  if (!read) return fail(console, read.error().message());
  for (const auto& market : report.markets) {
    const bool damaged = report.damage && report.damage->market == market.market;
    if (!damaged) print(market, trust->signer.has_value(), console.out);
  }
  if (report.damage) return fail(console, damage_text(*report.damage), exit_no);
  return exit_done;
}

int balances(const BalancesOptions& options, Console& console) {
  Result<ledger::Balances> sums{Error{Errc::no_market}};
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    const auto market = choose_market(reader, options.market);
    if (!market) {
      sums = market.error();
      return;
    }
    const auto newest = reader.head(*market).seq;
    const auto at = options.seq ? ledger::Seq{static_cast<std::uint64_t>(*options.seq)} : newest;
    sums = ledger::balances_at(reader, *market, at);
  });
  if (!read) return fail(console, read.error().message());
  if (!sums) return fail(console, sums.error().message());
  for (const auto& [account, amount] : *sums) {
    console.out << account << ' ' << to_string(amount) << '\n';
  }
  return exit_done;
}

void add_verify(Command& group) {
  auto options = options_of<LedgerVerifyOptions>();
  Command command = group.command(
      "verify", "Recompute every hash, balance and total",
      "Works beside a running server. One line a market; at the first damage a line that names\n"
      "market and entry, and exit code 1. Signatures are checked with the folder's log.key or "
      "--key.\n"
      "Example:\n  chopay ledger verify --data ./data");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text(
      {"--from-checkpoint", "A signed checkpoint that was kept: the log must continue it", "FILE"},
      options->from_checkpoint);
  command.text({"--key", "Key of that log; without it the folder's own", "VKEY"}, options->key);
  command.on_call(action_of(options, ledger_verify));
}

void add_balances(Command& group) {
  auto options = options_of<BalancesOptions>();
  Command command = group.command(
      "balances", "Show every account's balance, also as of an earlier entry",
      "Money that arrived is positive, what it was for negative: the sum is always 0.\n"
      "Example:\n  chopay ledger balances --data ./data --at 1200");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  command.number({"--at", "Right after this entry; the newest if not given", "SEQ"}, 0,
                 static_cast<std::int64_t>(ledger::number(ledger::last_seq_possible)),
                 options->seq);
  command.on_call(action_of(options, balances));
}

}  // namespace

void add_ledger_commands(Command& root, const Hooks& hooks) {
  Command group = root.group("ledger", "Check, copy and keep the ledger");
  add_verify(group);
  add_balances(group);
  add_keeping_commands(group);
  add_follow_command(group, hooks);
  add_settlement_command(root);
  add_incidents_command(root);
  add_books_command(root);
}

}  // namespace chopay::cli
