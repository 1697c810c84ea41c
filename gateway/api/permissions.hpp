#pragma once

#include <array>

namespace chopay::api {

/// What a key may be used for.
enum class Role {
  program,  ///< "api": a program of the market, everything
  till,     ///< one stall's till: its requests, its events
  board,    ///< the market board: the day's settlement as merchant/board_view.hpp lets it
};

/// What somebody wants to do.
enum class Deed {
  sell,               ///< open, cancel and give back sales of a stall
  see_stall,          ///< a stall's own credits
  see_settlement,     ///< a day's figures of the market
  import_statements,  ///< compare banks' statements with the ledger, post what only they have
  close_day,          ///< seal a day's figures
  explain_credits,    ///< say whose money an unexplained credit is
  see_consent,        ///< whether a stall's household lets the board see its figures
  give_consent,       ///< say so for the household, or take it back
  change_payee,       ///< be one of the two sides of a change of a stall's payee account
  read_codes,         ///< have a photo judged against the registry
  print_sticker,      ///< of one stall
  print_stickers      ///< of the whole market
};

/// How far a role may do a deed.
enum class Reach {
  none,
  own,  ///< for its own stall
  all,  ///< for every stall of its market
};

/// One row of the table: a deed, and how far each role may do it.
struct Permission {
  Deed deed;
  Reach program;
  Reach till;
  Reach board;
};

/// Who may do what. A program is nobody's side: money must not change its way by one key, not even
/// this one, nor can a program agree to anything in a household's name. A board sells nothing and
/// sees no stall's own credits; what it sees of a day, board_view.hpp says.
inline constexpr std::array permissions{
    Permission{Deed::sell, Reach::all, Reach::own, Reach::none},
    Permission{Deed::see_stall, Reach::all, Reach::own, Reach::none},
    Permission{Deed::see_settlement, Reach::all, Reach::none, Reach::all},
    Permission{Deed::close_day, Reach::all, Reach::none, Reach::all},
    Permission{Deed::import_statements, Reach::all, Reach::none, Reach::all},
    Permission{Deed::explain_credits, Reach::all, Reach::none, Reach::all},
    Permission{Deed::see_consent, Reach::all, Reach::own, Reach::all},
    Permission{Deed::give_consent, Reach::none, Reach::own, Reach::none},
    Permission{Deed::change_payee, Reach::none, Reach::own, Reach::all},
    Permission{Deed::read_codes, Reach::all, Reach::own, Reach::all},
    Permission{Deed::print_sticker, Reach::all, Reach::own, Reach::all},
    Permission{Deed::print_stickers, Reach::all, Reach::none, Reach::all},
};

/// What the table says; none for a deed that it does not have.
constexpr Reach reach_of(Role role, Deed deed) {
  for (const auto& row : permissions) {
    if (row.deed != deed) continue;
    switch (role) {
      case Role::program:
        return row.program;
      case Role::till:
        return row.till;
      case Role::board:
        return row.board;
    }
  }
  return Reach::none;
}

}  // namespace chopay::api
