#include "gateway/api/accounts.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/access_keys.hpp"
#include "gateway/api/access_row.hpp"

namespace chopay::api {
namespace {

constexpr std::string_view account_prefix = "account/";
// Stays when the account is gone.
constexpr std::string_view first_prefix = "first_manager/";

std::string account_row_name(std::string_view name) {
  return std::string{account_prefix}.append(name);
}

ledger::VaultChange account_row(const Account& account) {
  auto row = access_row(account.access);
  row["password"] = account.password;
  row["code_secret"] = people::to_base32(account.secret);
  row["last_step"] = account.last_step;
  return {account_row_name(account.name), boost::json::serialize(row)};
}

std::string first_row_name(const merchant::MarketId& market) {
  return std::string{first_prefix}.append(market.text());
}

std::optional<Account> read_account(std::string_view name, std::string_view text) {
  const auto row = read_row(text);
  if (!row) return std::nullopt;
  auto access = access_of_row(*row);
  const auto secret = people::code_secret_from(row_text(*row, "code_secret"));
  if (!access || !secret) return std::nullopt;
  return Account{std::string{name}, std::move(*access), row_text(*row, "password"), *secret,
                 row_number(*row, "last_step")};
}

}  // namespace

std::string account_hash(std::string_view name) {
  return key_hash(account_row_name(name));
}

void Accounts::load(ledger::Reader& vault) {
  const std::lock_guard lock{mutex_};
  by_name_.clear();
  first_of_.clear();
  first_unwritten_.clear();
  for (const auto& [name, value] : vault.vault_list(first_prefix)) {
    const auto market = merchant::MarketId::parse(name.substr(first_prefix.size()));
    if (market) first_of_.emplace(*market, value);
  }
  for (const auto& [name, value] : vault.vault_list(account_prefix)) {
    auto account = read_account(std::string_view{name}.substr(account_prefix.size()), value);
    if (account) by_name_.emplace(account->name, std::move(*account));
  }
  find_first_of_before();
}

void Accounts::find_first_of_before() {
  std::map<merchant::MarketId, Account*> eldest;
  for (auto& [name, account] : by_name_) {
    const auto& access = account.access;
    const bool may_be = access.role == Role::board && !access.by_another;
    if (!may_be || first_of_.contains(access.market)) continue;
    auto& known = eldest.try_emplace(access.market, &account).first->second;
    if (access.made_at < known->access.made_at) known = &account;
  }
  for (const auto& [market, account] : eldest) {
    account->access.vouched_by = first_manager;
    first_of_.emplace(market, account_hash(account->name));
    first_unwritten_.insert(market);
  }
}

std::optional<Account> Accounts::find(std::string_view name) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

std::vector<Account> Accounts::list(const merchant::MarketId& market) const {
  std::vector<Account> accounts;
  const std::lock_guard lock{mutex_};
  for (const auto& [name, account] : by_name_) {
    if (account.access.market == market) accounts.push_back(account);
  }
  return accounts;
}

bool Accounts::has_first(const merchant::MarketId& market) const {
  const std::lock_guard lock{mutex_};
  return first_of_.contains(market);
}

bool Accounts::has_board(const merchant::MarketId& market) const {
  const std::lock_guard lock{mutex_};
  return std::ranges::any_of(by_name_, [&](const auto& one) {
    return one.second.access.market == market && one.second.access.role == Role::board;
  });
}

std::optional<Accounts::Added> Accounts::add(Account account) {
  const auto& market = account.access.market;
  const std::lock_guard lock{mutex_};
  const auto of_market = std::ranges::count_if(
      by_name_, [&](const auto& one) { return one.second.access.market == market; });
  if (of_market >= static_cast<std::ptrdiff_t>(of_market_max)) return std::nullopt;
  if (by_name_.contains(account.name)) return std::nullopt;
  Added added;
  if (account.access.vouched_by == first_manager) {
    auto hash = account_hash(account.name);
    const auto [first, is_new] = first_of_.emplace(market, hash);
    if (first->second != hash) account.access.vouched_by.clear();
    added.is_first = is_new;
    if (is_new) {
      added.rows.push_back({first_row_name(market), std::move(hash)});
    }
  }
  added.rows.push_back(account_row(account));
  removed_.erase(account.name);
  by_name_.emplace(account.name, std::move(account));
  return added;
}

void Accounts::give_up(const Account& account, const Added& added) {
  remove(account.name);
  const std::lock_guard lock{mutex_};
  if (added.is_first) first_of_.erase(account.access.market);
}

void Accounts::remove(std::string_view name) {
  const std::lock_guard lock{mutex_};
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return;
  removed_.insert(found->first);
  by_name_.erase(found);
}

std::vector<ledger::VaultChange> Accounts::unwritten() const {
  std::vector<ledger::VaultChange> rows;
  const std::lock_guard lock{mutex_};
  for (const auto& name : removed_) rows.push_back(erasure(name));
  for (const auto& market : first_unwritten_) {
    rows.push_back({first_row_name(market), first_of_.at(market)});
  }
  return rows;
}

void Accounts::erased(std::string_view row_name) {
  if (!row_name.starts_with(account_prefix)) return;
  const std::lock_guard lock{mutex_};
  const auto found = removed_.find(row_name.substr(account_prefix.size()));
  if (found != removed_.end()) removed_.erase(found);
}

void Accounts::written(std::string_view row_name) {
  if (!row_name.starts_with(first_prefix)) return;
  const auto market = merchant::MarketId::parse(row_name.substr(first_prefix.size()));
  const std::lock_guard lock{mutex_};
  if (market) first_unwritten_.erase(*market);
}

ledger::VaultChange Accounts::erasure(std::string_view name) {
  return {account_row_name(name), std::nullopt};
}

std::optional<ledger::VaultChange> Accounts::accept(std::string_view name, std::uint64_t step,
                                                    std::string_view judged_password) {
  const std::lock_guard lock{mutex_};
  const auto found = by_name_.find(name);
  if (found == by_name_.end() || step <= found->second.last_step) return std::nullopt;
  if (found->second.password != judged_password) return std::nullopt;
  found->second.last_step = step;
  return account_row(found->second);
}

std::optional<ledger::VaultChange> Accounts::set_password(std::string_view name, std::string hash) {
  const std::lock_guard lock{mutex_};
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return std::nullopt;
  found->second.password = std::move(hash);
  return account_row(found->second);
}

std::optional<ledger::VaultChange> Accounts::set_secret(std::string_view name,
                                                        const people::CodeSecret& secret,
                                                        std::uint64_t step) {
  const std::lock_guard lock{mutex_};
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return std::nullopt;
  found->second.secret = secret;
  found->second.last_step = step;
  return account_row(found->second);
}

}  // namespace chopay::api
