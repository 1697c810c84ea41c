#include <catch2/catch.hpp>

#include <set>

#include "gateway/api/access.hpp"
#include "gateway/api/accounts.hpp"

using namespace chopay;
using namespace chopay::api;

namespace {

Access key(Role role) {
  const auto stall = merchant::StallId::parse("A12").value();
  return {merchant::MarketId::parse("cho-that").value(), role,
          is_of_a_stall(role) ? stall : merchant::StallId{}};
}

/// The deeds that the role may do for a stall: "own" is a till's own, "other" another one's.
std::set<Deed> deeds(Role role, const char* stall) {
  std::set<Deed> found;
  for (const auto& row : permissions) {
    if (key(role).may(row.deed, merchant::StallId::parse(stall).value())) found.insert(row.deed);
  }
  return found;
}

}  // namespace

// Written out, so that a change of the table is a change here too.
TEST_CASE("Every role may do these deeds and no other, for its own stall and for another") {
  const std::set<Deed> program{Deed::sell,
                               Deed::refund,
                               Deed::see_stall,
                               Deed::see_history,
                               Deed::see_settlement,
                               Deed::see_every_stall,
                               Deed::see_consent,
                               Deed::see_reconciliation,
                               Deed::close_day,
                               Deed::explain_credits,
                               Deed::read_codes,
                               Deed::print_sticker,
                               Deed::print_stickers,
                               Deed::see_events,
                               Deed::run_webhooks,
                               Deed::import_statements,
                               Deed::see_alarms,
                               Deed::patrol,
                               Deed::see_sources,
                               Deed::run_sources,
                               Deed::note_complaints,
                               Deed::see_charges,
                               Deed::set_clock,
                               Deed::see_registry,
                               Deed::share_documents};
  const std::set<Deed> board{
      Deed::see_settlement,  Deed::see_reconciliation, Deed::close_day,
      Deed::explain_credits, Deed::see_consent,        Deed::change_payee,
      Deed::read_codes,      Deed::print_sticker,      Deed::print_stickers,
      Deed::keep_keys,       Deed::run_webhooks,       Deed::import_statements,
      Deed::see_alarms,      Deed::correct_registry,   Deed::patrol,
      Deed::see_sources,     Deed::note_complaints,    Deed::run_sources,
      Deed::see_charges,     Deed::run_charges,        Deed::set_clock,
      Deed::see_registry,    Deed::collect_charges,    Deed::share_documents,
      Deed::import_registry};
  const std::set<Deed> viewer{Deed::see_charges, Deed::see_settlement, Deed::see_reconciliation,
                              Deed::see_consent, Deed::read_codes,     Deed::see_alarms,
                              Deed::see_sources, Deed::see_registry};
  const std::set<Deed> till{Deed::sell,         Deed::refund,      Deed::see_stall,
                            Deed::see_history,  Deed::see_consent, Deed::give_consent,
                            Deed::change_payee, Deed::read_codes,  Deed::print_sticker,
                            Deed::keep_keys,    Deed::see_events,  Deed::see_alarms,
                            Deed::keep_books,   Deed::see_charges};
  const std::set<Deed> helper{Deed::sell, Deed::see_stall, Deed::read_codes};
  for (const char* stall : {"A12", "A01"}) {
    CHECK(deeds(Role::program, stall) == program);
    CHECK(deeds(Role::board, stall) == board);
    CHECK(deeds(Role::collector, stall) == std::set{Deed::see_charges, Deed::collect_charges});
    CHECK(deeds(Role::viewer, stall) == viewer);
    CHECK(deeds(Role::ward, stall) == std::set{Deed::see_settlement});
    CHECK(deeds(Role::system_operator, stall) == std::set{Deed::keep_keys, Deed::run_webhooks,
                                                          Deed::see_metrics, Deed::see_sources,
                                                          Deed::run_sources, Deed::set_clock});
  }
  CHECK(deeds(Role::till, "A12") == till);
  CHECK(deeds(Role::helper, "A12") == helper);
  CHECK(deeds(Role::till, "A01").empty());
  CHECK(deeds(Role::helper, "A01").empty());
}

TEST_CASE("A monitor reads the metrics and does nothing else") {
  CHECK(deeds(Role::monitor, "A12") == std::set{Deed::see_metrics});
}

TEST_CASE("The table has each deed once") {
  std::set<Deed> all;
  for (const auto& row : permissions) CHECK(all.insert(row.deed).second);
  CHECK(all.size() == static_cast<std::size_t>(Deed::import_registry) + 1);
}

TEST_CASE("No role makes a key that can do more than it may hand out") {
  constexpr std::array roles{Role::program,   Role::till,   Role::helper, Role::board,
                             Role::collector, Role::viewer, Role::ward,   Role::system_operator,
                             Role::monitor};
  for (const auto made : roles) {
    CHECK(may_make(Role::system_operator, made));
    CHECK(may_make(Role::till, made) == (made == Role::till || made == Role::helper));
    const bool of_board =
        made == Role::till || made == Role::collector || made == Role::viewer || made == Role::ward;
    CHECK(may_make(Role::board, made) == (of_board || made == Role::board));
    CHECK(may_put_out(Role::board, made) == of_board);
    CHECK(may_put_out(Role::system_operator, made));
    CHECK(may_put_out(Role::till, made) == may_make(Role::till, made));
    for (const auto maker :
         {Role::program, Role::helper, Role::collector, Role::viewer, Role::ward, Role::monitor}) {
      CHECK_FALSE(may_make(maker, made));
    }
  }
}

TEST_CASE("A key that another made speaks for nobody until the wait is over") {
  const auto made_at = ledger::parse_instant("2026-11-24T02:00:00.000Z").value();
  const std::chrono::hours wait{24};
  auto access = key(Role::till);
  access.made_at = made_at;
  CHECK(is_settled(access, made_at, wait));
  access.by_another = true;
  CHECK_FALSE(is_settled(access, made_at + wait - std::chrono::milliseconds{1}, wait));
  CHECK(is_settled(access, made_at + wait, wait));
}

TEST_CASE("Nobody vouches for whom someone of the machine's making lets in, whatever the role") {
  constexpr std::array roles{Role::program,   Role::till,   Role::helper, Role::board,
                             Role::collector, Role::viewer, Role::ward,   Role::system_operator,
                             Role::monitor};
  for (const auto role : roles) {
    auto maker = key(role);
    CHECK(voucher_of(maker).empty());
    maker.account = "minh";
    CHECK(voucher_of(maker).empty());
    maker.vouched_by = "somebody";
    CHECK(voucher_of(maker).empty() == (role != Role::till && role != Role::board));
  }
  auto household = key(Role::till);
  household.vouched_by = account_hash("lan");
  CHECK(voucher_of(household) == account_hash("lan"));
  auto lan = key(Role::board);
  lan.account = "lan";
  lan.vouched_by = first_manager;
  CHECK(voucher_of(lan) == account_hash("lan"));
}

TEST_CASE("No role can be both sides of a payee change, nor agree for a household but its own") {
  CHECK(reach_of(Role::program, Deed::change_payee) == Reach::none);
  CHECK(reach_of(Role::program, Deed::give_consent) == Reach::none);
  CHECK(reach_of(Role::board, Deed::give_consent) == Reach::none);
}
