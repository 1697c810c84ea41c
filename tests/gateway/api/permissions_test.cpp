#include <catch2/catch.hpp>

#include <set>

#include "gateway/api/access.hpp"

using namespace chopay;
using namespace chopay::api;

namespace {

Access key(Role role) {
  const auto stall = merchant::StallId::parse("A12").value();
  return {merchant::MarketId::parse("cho-that").value(), role,
          role == Role::till ? stall : merchant::StallId{}};
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
  const std::set<Deed> program{
      Deed::sell,           Deed::see_stall,        Deed::see_settlement, Deed::close_day,
      Deed::see_consent,    Deed::explain_credits,  Deed::read_codes,     Deed::print_sticker,
      Deed::print_stickers, Deed::import_statements};
  const std::set<Deed> board{Deed::see_settlement, Deed::close_day,      Deed::explain_credits,
                             Deed::see_consent,    Deed::change_payee,   Deed::read_codes,
                             Deed::print_sticker,  Deed::print_stickers, Deed::import_statements};
  const std::set<Deed> till{Deed::sell,         Deed::see_stall,    Deed::see_consent,
                            Deed::give_consent, Deed::change_payee, Deed::read_codes,
                            Deed::print_sticker};
  for (const char* stall : {"A12", "A01"}) {
    CHECK(deeds(Role::program, stall) == program);
    CHECK(deeds(Role::board, stall) == board);
  }
  CHECK(deeds(Role::till, "A12") == till);
  CHECK(deeds(Role::till, "A01").empty());
}

TEST_CASE("The table has each deed once") {
  std::set<Deed> all;
  for (const auto& row : permissions) CHECK(all.insert(row.deed).second);
  CHECK(all.size() == static_cast<std::size_t>(Deed::print_stickers) + 1);
}

TEST_CASE("No role can be both sides of a payee change, nor agree for a household but its own") {
  CHECK(reach_of(Role::program, Deed::change_payee) == Reach::none);
  CHECK(reach_of(Role::program, Deed::give_consent) == Reach::none);
  CHECK(reach_of(Role::board, Deed::give_consent) == Reach::none);
}
