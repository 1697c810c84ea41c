// Decisions that build up a market: the market itself, its zones, its stalls.
#include <set>

#include "merchant/draft.hpp"
#include "merchant/registered_market.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

using ledger::Kind;

/// What is wrong with what the market is told to be; nothing where it may be opened so.
std::optional<Error> wrong_with(const OpenMarket& command) {
  const auto& [account, holder] = command.data.board_account;
  if (!is_name(command.data.name)) return Error{Errc::bad_text, "name"};
  if (!is_line(command.data.province, name_bytes_max)) return Error{Errc::bad_text, "province"};
  if (!is_line(command.data.managing_body, name_bytes_max)) {
    return Error{Errc::bad_text, "managing_body"};
  }
  if (!is_contact(command.contact)) return Error{Errc::bad_text, "contact"};
  if (account == PayeeAccount{} && holder.empty()) return std::nullopt;
  if (!is_payee_account(account)) return Error{Errc::bad_account, "board_account"};
  if (!is_name(holder)) return Error{Errc::bad_text, "board_account"};
  return std::nullopt;
}

/// The same for a stall, apart from what only the market's book knows.
std::optional<Error> wrong_with(const OpenStall& command) {
  const auto place = "stall " + command.id.text();
  std::set<PayeeAccount> accounts{command.account};
  if (!is_name(command.name) || !is_name(command.household) || !is_name(command.holder) ||
      !is_line(command.trade, name_bytes_max)) {
    return Error{Errc::bad_text, place};
  }
  if (!is_payee_account(command.account)) return Error{Errc::bad_account, command.id.text()};
  if (command.further.size() > further_accounts_max) {
    return Error{Errc::bad_account, place + " has too many"};
  }
  for (const auto& [account, holder] : command.further) {
    if (!is_payee_account(account)) return Error{Errc::bad_account, command.id.text()};
    if (!is_name(holder)) return Error{Errc::bad_text, place};
    if (!accounts.insert(account).second) return Error{Errc::bad_account, place + " has it twice"};
  }
  if (command.area_dm2 < 0 || command.area_dm2 > area_dm2_max) {
    return Error{Errc::bad_text, place + ": area"};
  }
  const auto& [tax_code, phone] = command.details;
  if (!tax_code.empty() && !is_tax_code(tax_code)) {
    return Error{Errc::bad_text, place + ": tax code"};
  }
  if (!phone.empty() && !is_phone(phone)) return Error{Errc::bad_text, place + ": phone"};
  return std::nullopt;
}

}  // namespace

Rules::Outcome Rules::decide_on(const OpenMarket& command, ledger::KnownKeys&, Instant now) {
  if (books_.contains(command.market)) return {{}, Result<void>{Error{Errc::already_exists}}};
  if (auto wrong = wrong_with(command)) return {{}, Result<void>{std::move(*wrong)}};
  auto draft = draft_of(command.market, {}, Kind::market_opened, ledger::business_day_of(now),
                        to_data(command.data));
  draft.private_part = ledger::make_private_part(private_text(command.contact), random_);
  return {std::move(draft), Result<void>{}};
}

Rules::Outcome Rules::decide_on(const OpenZone& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  if (!market) return {{}, Result<void>{Error{Errc::unknown_market}}};
  if (market->registry()->zone(command.zone.id)) {
    return {{}, Result<void>{Error{Errc::already_exists, command.zone.id}}};
  }
  if (!StallId::parse(command.zone.id) || !is_name(command.zone.name)) {
    return {{}, Result<void>{Error{Errc::bad_text, "zone"}}};
  }
  return {draft_of(command.market, {}, Kind::zone_opened, ledger::business_day_of(now),
                   to_data(ZoneOpened{command.zone})),
          Result<void>{}};
}

Rules::Outcome Rules::decide_on(const OpenStall& command, ledger::KnownKeys&, Instant now) {
  const auto refuse = [&](Errc code, std::string detail = {}) {
    return Outcome{{}, Result<void>{Error{code, std::move(detail)}}};
  };
  const auto* market = book(command.market);
  if (!market) return refuse(Errc::unknown_market);
  if (!market->registry()->zone(command.zone)) return refuse(Errc::unknown_zone, command.zone);
  if (market->registry()->stall(command.id)) {
    return refuse(Errc::already_exists, command.id.text());
  }
  if (auto wrong = wrong_with(command)) return {{}, Result<void>{std::move(*wrong)}};
  bool taken = taken_elsewhere(command.account, command.market);
  for (const auto& one : command.further) taken |= taken_elsewhere(one.account, command.market);
  if (taken) return refuse(Errc::bad_account, "another market has the account");
  const auto memo = free_reference(*market);
  if (!memo) return refuse(Errc::no_free_reference);
  Stall stall{command.id,        command.zone,    command.name,   command.trade,
              command.household, command.account, command.holder, *memo};
  stall.further = command.further;
  stall.area_dm2 = command.area_dm2;
  auto draft = draft_of(command.market, {}, Kind::stall_opened, ledger::business_day_of(now),
                        to_data(StallOpened{stall}));
  draft.stall = command.id;
  draft.private_part = ledger::make_private_part(private_text(command.details), random_);
  return {std::move(draft), Result<void>{}};
}

Rules::Outcome Rules::decide_on(const ShowRegistry& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowRegistry::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  return {{}, Answer{market->registry()}};
}

Rules::Outcome Rules::decide_on(const FindStall& command, ledger::KnownKeys&, Instant) {
  using Answer = FindStall::Answer;
  for (const auto& [id, market] : books_) {
    const auto* stall = market.stall_of(command.memo);
    if (stall) return {{}, Answer{StallView{market.registry(), *stall}}};
  }
  return {{}, Answer{Error{Errc::unknown_stall}}};
}

}  // namespace chopay::merchant
