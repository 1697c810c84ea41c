#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/rules.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace chopay::testing {

/// A market's rules without a lane, a store or a thread: each command is decided, sealed and
/// applied at once, and the log and the vault are kept to be looked at.
class MarketDesk final : private ledger::KnownKeys {
 public:
  MarketDesk();

  /// Decides the command at the clock's time and gives its answer.
  template <class Command>
  typename Command::Answer ask(Command command) {
    merchant::BookCommand asked{std::move(command)};
    run(asked);
    return std::get<typename Command::Answer>(asked.answer);
  }

  /// Opens `ha-long-1` (a sandbox unless told otherwise) with zone A and stalls: A01 with an
  /// account of its own, A02 and A03 with a shared one.
  void open_market(bool sandbox = true);
  merchant::RequestView open_request(const std::string& stall, std::int64_t dong);
  /// A notice of a transfer into the stall's account with this text; the reference is new.
  merchant::BankNotice notice(const std::string& stall, std::int64_t dong, std::string content);
  merchant::TakeNotice::Answer take(const merchant::BankNotice& notice, bool sandbox = true);
  /// Has the notice decided by a lane that then may not write it.
  void refuse(const merchant::BankNotice& notice);

  /// The sum of the account's postings so far.
  ledger::Dong balance(const std::string& account) const;

  static ledger::MarketId market();
  ManualClock clock{market_morning()};
  std::vector<ledger::SealedEntry> log;
  std::map<std::string, std::string, std::less<>> vault;
  RepeatableRandom random;
  merchant::Rules rules{random};

 private:
  void run(merchant::BookCommand& command);
  std::optional<ledger::Entry> find(const ledger::MarketId& market,
                                    const ledger::CreditKey& key) override;
  std::optional<ledger::Entry> at(const ledger::MarketId& market, ledger::Seq seq) override;
  std::optional<std::string> vault_row(std::string_view name) override;
  int references_ = 0;
};

}  // namespace chopay::testing
