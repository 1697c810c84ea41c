// Decisions that build up a market: the market itself, its zones, its stalls.
#include "merchant/draft.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

using ledger::Kind;

}  // namespace

Rules::Outcome Rules::decide_on(const OpenMarket& command, ledger::KnownKeys&, Instant now) {
  if (books_.contains(command.market)) return {{}, Result<void>{Error{Errc::already_exists}}};
  if (!is_name(command.data.name) || !is_line(command.data.province, name_bytes_max)) {
    return {{}, Result<void>{Error{Errc::bad_text, "name"}}};
  }
  return {draft_of(command.market, {}, Kind::market_opened, ledger::business_day_of(now),
                   to_data(command.data)),
          Result<void>{}};
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
  if (!is_name(command.name) || !is_name(command.household) || !is_name(command.holder) ||
      !is_line(command.trade, name_bytes_max)) {
    return refuse(Errc::bad_text, "stall " + command.id.text());
  }
  if (!is_payee_account(command.account)) return refuse(Errc::bad_account, command.id.text());
  if (taken_elsewhere(command.account, command.market)) {
    return refuse(Errc::bad_account, "another market has the account");
  }
  const auto memo = free_reference(*market);
  if (!memo) return refuse(Errc::no_free_reference);
  const Stall stall{command.id,        command.zone,    command.name,   command.trade,
                    command.household, command.account, command.holder, *memo};
  auto draft = draft_of(command.market, {}, Kind::stall_opened, ledger::business_day_of(now),
                        to_data(StallOpened{stall}));
  draft.stall = command.id;
  return {std::move(draft), Result<void>{}};
}

Rules::Outcome Rules::decide_on(const ShowRegistry& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowRegistry::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  return {{}, Answer{market->registry()}};
}

}  // namespace chopay::merchant
