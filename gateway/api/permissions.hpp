#pragma once

#include <array>

namespace chopay::api {

/// What a key may be used for.
enum class Role {
  program,          ///< "api": a program of the market, everything but what people must agree to
  till,             ///< one stall's household: its requests, its events, its word
  helper,           ///< who sells at the stall for the household: its last credits, no history
  board,            ///< the market board: the day's settlement as merchant/board_view.hpp lets it
  collector,        ///< takes the board's charges in cash, and hands the cash over
  viewer,           ///< of the board, only to look
  ward,             ///< the ward's office: the market's sums, no stall's
  system_operator,  ///< "operator": who keeps the machine: keys, and nothing of the money
  monitor,          ///< a program that reads /metrics, such as Prometheus, and nothing else
};

/// What somebody wants to do.
enum class Deed {
  sell,                ///< open and cancel requests of a stall
  refund,              ///< give a stall's sale back
  see_stall,           ///< a stall's own newest credits, as they come
  see_history,         ///< more of them than the newest
  see_every_stall,     ///< each stall's own figures, whether its household agreed or not
  see_settlement,      ///< a day's figures of the market
  see_reconciliation,  ///< where every đồng of a day went
  import_statements,   ///< compare banks' statements with the ledger, post what only they have
  close_day,           ///< seal a day's figures
  explain_credits,     ///< say whose money an unexplained credit is
  see_consent,         ///< whether a stall's household lets the board see its figures
  give_consent,        ///< say so for the household, or take it back
  change_payee,        ///< be one of the two sides of a change of a stall's payee account
  read_codes,          ///< have a photo judged against the registry
  print_sticker,       ///< of one stall
  print_stickers,      ///< of the whole market
  keep_keys,           ///< list keys, make them as may_make() says, revoke them
  see_alarms,          ///< what somebody should look at; of sales, as see_stall and consent let
  correct_registry,    ///< say what is registered otherwise of a stall; not its accounts
  see_metrics,         ///< how the process does: queues, times, sizes
  see_events,          ///< what happens at the stalls, as programs are told it
  patrol,              ///< scan stickers at the stalls, see what was found and who was not seen
  note_complaints,     ///< what customers complained of, and how it ended
  see_sources,         ///< which sources of notices there are, and when each was last heard
  run_webhooks,        ///< see how they stand, try them, have them told again
  see_charges,         ///< what stalls owe the board; of a stall its own
  run_charges,         ///< set prices, bill, count, waive, and say whose unnamed money is
  collect_charges,     ///< take charges in cash, hand the cash over, remind who owes
  keep_books,          ///< a household's own books: note cash, draft them, see its year
  run_sources,         ///< see what banks have sent, have a kept message taken after all
  set_clock,           ///< move the time of a sandbox; elsewhere there is no such thing
  share_documents,     ///< make addresses that open a settlement without a key, take them back
  see_registry,        ///< every stall as it is registered, and the changes of it that wait
  import_registry,     ///< open the stalls that a file lists, with their accounts
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
  Reach helper;
  Reach board;
  Reach collector;
  Reach viewer;
  Reach ward;
  Reach system_operator;
  Reach monitor = Reach::none;
};

namespace detail {

constexpr Reach no = Reach::none;
constexpr Reach own = Reach::own;
constexpr Reach all = Reach::all;

}  // namespace detail

/// Who may do what. A program is nobody's side: money must not change its way by one key, not even
/// this one, nor can a program agree to anything in a household's name. A board sells nothing and
/// sees no stall's own credits; what it sees of a day, board_view.hpp says. The columns are those
/// of Permission: program, till, helper, board, collector, viewer, ward, operator, and monitor
/// where it may something at all.
inline constexpr auto permissions = [] {
  using namespace detail;
  return std::array{
      Permission{Deed::sell, all, own, own, no, no, no, no, no},
      Permission{Deed::refund, all, own, no, no, no, no, no, no},
      Permission{Deed::see_stall, all, own, own, no, no, no, no, no},
      Permission{Deed::see_history, all, own, no, no, no, no, no, no},
      Permission{Deed::see_every_stall, all, no, no, no, no, no, no, no},
      Permission{Deed::see_settlement, all, no, no, all, no, all, all, no},
      Permission{Deed::see_reconciliation, all, no, no, all, no, all, no, no},
      Permission{Deed::import_statements, all, no, no, all, no, no, no, no},
      Permission{Deed::close_day, all, no, no, all, no, no, no, no},
      Permission{Deed::explain_credits, all, no, no, all, no, no, no, no},
      Permission{Deed::see_consent, all, own, no, all, no, all, no, no},
      Permission{Deed::give_consent, no, own, no, no, no, no, no, no},
      Permission{Deed::change_payee, no, own, no, all, no, no, no, no},
      Permission{Deed::read_codes, all, own, own, all, no, all, no, no},
      Permission{Deed::print_sticker, all, own, no, all, no, no, no, no},
      Permission{Deed::print_stickers, all, no, no, all, no, no, no, no},
      Permission{Deed::keep_keys, no, own, no, all, no, no, no, all},
      Permission{Deed::correct_registry, no, no, no, all, no, no, no, no},
      Permission{Deed::see_metrics, no, no, no, no, no, no, no, all, all},
      Permission{Deed::see_alarms, all, own, no, all, no, all, no, no},
      Permission{Deed::see_events, all, own, no, no, no, no, no, no},
      Permission{Deed::patrol, all, no, no, all, no, no, no, no},
      Permission{Deed::note_complaints, all, no, no, all, no, no, no, no},
      Permission{Deed::see_sources, all, no, no, all, no, all, no, all},
      Permission{Deed::run_webhooks, all, no, no, all, no, no, no, all},
      Permission{Deed::see_charges, all, own, no, all, all, all, no, no},
      Permission{Deed::run_charges, no, no, no, all, no, no, no, no},
      Permission{Deed::collect_charges, no, no, no, all, all, no, no, no},
      Permission{Deed::keep_books, no, own, no, no, no, no, no, no},
      Permission{Deed::run_sources, all, no, no, all, no, no, no, all},
      Permission{Deed::set_clock, all, no, no, all, no, no, no, all},
      Permission{Deed::share_documents, all, no, no, all, no, no, no, no},
      Permission{Deed::see_registry, all, no, no, all, no, all, no, no},
      Permission{Deed::import_registry, no, no, no, all, no, no, no, no},
  };
}();

/// What the table says; none for a deed that it does not have.
constexpr Reach reach_of(Role role, Deed deed) {
  for (const auto& row : permissions) {
    if (row.deed != deed) continue;
    switch (role) {
      case Role::program:
        return row.program;
      case Role::till:
        return row.till;
      case Role::helper:
        return row.helper;
      case Role::board:
        return row.board;
      case Role::collector:
        return row.collector;
      case Role::viewer:
        return row.viewer;
      case Role::ward:
        return row.ward;
      case Role::system_operator:
        return row.system_operator;
      case Role::monitor:
        return row.monitor;
    }
  }
  return Reach::none;
}

/// True for a role whose key names a stall.
constexpr bool is_of_a_stall(Role role) {
  return role == Role::till || role == Role::helper;
}

/// Whom a role lets in: a household its own further devices and helpers, a board tills, its
/// collectors, those who look on and further managers, an operator all. A further manager is let in
/// only by one who has signed in, by an invitation and not by a key (keys.cpp).
constexpr bool may_make(Role maker, Role made) {
  switch (maker) {
    case Role::till:
      return is_of_a_stall(made);
    case Role::board:
      return made == Role::till || made == Role::board || made == Role::collector ||
             made == Role::viewer || made == Role::ward;
    case Role::system_operator:
      return true;
    default:
      return false;
  }
}

/// Whom a role puts out: those it lets in, but of managers none another. One who has been won over
/// could else be alone in the board; the operator puts a manager out.
constexpr bool may_put_out(Role by, Role whom) {
  return may_make(by, whom) && !(by == Role::board && whom == Role::board);
}

}  // namespace chopay::api
