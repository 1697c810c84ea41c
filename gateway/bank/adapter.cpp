#include "gateway/bank/adapter.hpp"

#include <algorithm>
#include <array>

#include "gateway/bank/sepay.hpp"
#include "gateway/bank/standard.hpp"

namespace chopay::bank {
namespace {

constexpr std::array table{
    Adapter{"sepay", "", "sepay", sepay_verdict, sepay_reply},
    Adapter{"standard", "standard-webhooks", "std", standard_verdict, standard_reply},
};

}  // namespace

std::string_view to_string(Action action) {
  switch (action) {
    case Action::credit:
      return "credit";
    case Action::batch:
      return "batch";
    case Action::ignore_outgoing:
      return "ignore_outgoing";
    case Action::ignore_failed:
      return "ignore_failed";
    case Action::ping:
      return "ping";
    case Action::issue_token:
      return "issue_token";
    case Action::review:
      return "review";
    case Action::reject_auth:
      return "reject_auth";
    case Action::reject_stale:
      return "reject_stale";
    case Action::reject_malformed:
      return "reject_malformed";
  }
  return "unknown";
}

Outcome outcome_of(Action action) {
  switch (action) {
    case Action::credit:
    case Action::batch:
    case Action::review:
      return Outcome::accepted;
    case Action::ignore_outgoing:
    case Action::ignore_failed:
    case Action::ping:
      return Outcome::ignored;
    case Action::issue_token:
      return Outcome::token_issued;
    case Action::reject_auth:
      return Outcome::reject_auth;
    case Action::reject_stale:
      return Outcome::reject_stale;
    case Action::reject_malformed:
      return Outcome::malformed;
  }
  return Outcome::malformed;
}

std::span<const Adapter> adapters() {
  return table;
}

const Adapter* find_adapter(std::string_view kind) {
  if (kind.empty()) return nullptr;
  const auto found = std::ranges::find_if(
      table, [&](const Adapter& row) { return row.kind == kind || row.other_name == kind; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace chopay::bank
