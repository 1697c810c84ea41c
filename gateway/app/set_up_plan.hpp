#pragma once

#include <optional>
#include <string>

#include "config/settings.hpp"
#include "gateway/app/gateway.hpp"
#include "merchant/market_file.hpp"

namespace chopay::app {

/// What the first-run page was told, checked: everything that a market begins with. It is kept in
/// the ledger's folder before anything is done about it, so that a start after a crash ends what
/// was begun.
struct SetUpPlan {
  std::string market;  ///< as merchant::parse_market_file reads it
  std::string person;  ///< the first board manager
  std::string kind;    ///< of the first source of notices, which is its id too; empty: none yet
  std::string bank;    ///< BIN, where the source's messages name no bank; or empty
  std::string secret;  ///< of the source
};

/// The file of the sources that were set up in the browser; `serve` reads it beside its settings.
std::string sources_path(const std::string& data);
/// The source of the plan with its secret in that file; nothing where the plan has none.
std::optional<config::Source> source_of(const SetUpPlan& plan, const std::string& secret_file);

/// What must not be there when a set-up begins, and is: files are never written over. Empty: begin.
std::string in_the_way(const SetUpPlan& plan, const std::string& data);
/// Keeps the plan, whole or not at all, readable by its owner alone. Throws StoreFailure.
void keep_plan(const SetUpPlan& plan, const std::string& data);
/// The plan that was kept and not carried out. Throws BadSettings where it cannot be read.
std::optional<SetUpPlan> kept_plan(const std::string& data);

/// Writes the secret's file and the sources' file; what is there already stays. Throws
/// StoreFailure.
void write_source_files(const SetUpPlan& plan, const std::string& data);
/// Opens the market, writes the source's files, invites the first manager, and forgets the plan;
/// the invitation's code. Can be done again after it was broken off anywhere. Before the gateway
/// starts, or from a thread that is no I/O thread. Throws BadSettings where the market is
/// registered otherwise.
std::string carry_out(const SetUpPlan& plan, Gateway& gateway, const std::string& data);

}  // namespace chopay::app
