#include "tests/support/market_fixture.hpp"

namespace chopay::testing {

MarketDesk::MarketDesk() = default;

ledger::MarketId MarketDesk::market() {
  return ledger::MarketId::parse("ha-long-1").value();
}

void MarketDesk::run(merchant::BookCommand& command) {
  auto decision = rules.decide(command, *this, clock.now());
  for (auto& row : decision.vault) {
    if (row.value) {
      vault[row.name] = *row.value;
    } else {
      vault.erase(row.name);
    }
  }
  if (!decision.draft) return;
  ledger::Head head;
  for (const auto& sealed : log) {
    if (sealed.entry.market == decision.draft->market) head = {sealed.entry.seq, sealed.hash};
  }
  log.push_back(ledger::seal(*decision.draft, ledger::next(head.seq), head.hash, clock.now()));
  // What the store would read back is what counts, not what was in memory.
  rules.apply(ledger::decode(log.back().bytes).value());
  rules.sealed(command, log.back());
}

std::optional<ledger::Entry> MarketDesk::find(const ledger::MarketId& market,
                                              const ledger::CreditKey& key) {
  for (const auto& sealed : log) {
    if (sealed.entry.market == market && sealed.entry.key == key) return sealed.entry;
  }
  return std::nullopt;
}

std::optional<ledger::Entry> MarketDesk::at(const ledger::MarketId& market, ledger::Seq seq) {
  for (const auto& sealed : log) {
    if (sealed.entry.market == market && sealed.entry.seq == seq) return sealed.entry;
  }
  return std::nullopt;
}

std::optional<std::string> MarketDesk::vault_row(std::string_view name) {
  const auto found = vault.find(name);
  return found == vault.end() ? std::nullopt : std::optional{found->second};
}

void MarketDesk::open_market(bool sandbox) {
  ask(merchant::OpenMarket{market(), {"Chợ Hạ Long I", "Quảng Ninh", sandbox}}).value();
  ask(merchant::OpenZone{market(), {"A", "Khu hải sản"}}).value();
  const std::map<std::string, std::string> accounts{
      {"A01", "1017595600"}, {"A02", "99MM22001"}, {"A03", "99MM22001"}};
  for (const auto& [code, account] : accounts) {
    ask(merchant::OpenStall{market(),
                            ledger::StallId::parse(code).value(),
                            "A",
                            "Sạp " + code,
                            "Hải sản",
                            "Hộ KD " + code,
                            {"970436", account},
                            "HKD " + code})
        .value();
  }
}

merchant::RequestView MarketDesk::open_request(const std::string& stall, std::int64_t dong) {
  return ask(merchant::OpenRequest{market(),
                                   ledger::StallId::parse(stall).value(),
                                   ledger::Dong{dong},
                                   "",
                                   std::chrono::minutes{15},
                                   {}})
      .value();
}

merchant::BankNotice MarketDesk::notice(const std::string& stall, std::int64_t dong,
                                        std::string content) {
  const auto& registry = *rules.book(market())->registry();
  const auto& account = registry.stall(ledger::StallId::parse(stall).value())->account;
  merchant::BankNotice notice;
  notice.source = "sepay-test";
  notice.bank = account.bank;
  notice.account = account.number;
  notice.bank_ref = "FT" + std::to_string(++references_);
  notice.occurred_at = clock.now();
  notice.day = ledger::business_day_of(clock.now());
  notice.amount = ledger::Dong{dong};
  notice.content = std::move(content);
  return notice;
}

merchant::TakeNotice::Answer MarketDesk::take(const merchant::BankNotice& notice, bool sandbox) {
  return ask(merchant::TakeNotice{notice, sandbox,
                                  ledger::make_private_part("raw " + notice.bank_ref, random)});
}

void MarketDesk::refuse(const merchant::BankNotice& notice) {
  merchant::BookCommand asked{merchant::TakeNotice{notice, true, {}}};
  rules.decide(asked, *this, clock.now());
}

ledger::Dong MarketDesk::balance(const std::string& account) const {
  ledger::Dong sum;
  for (const auto& sealed : log) {
    for (const auto& posting : sealed.entry.postings) {
      if (posting.account == account) sum += posting.amount;
    }
  }
  return sum;
}

}  // namespace chopay::testing
