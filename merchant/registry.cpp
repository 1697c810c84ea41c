#include "merchant/registry.hpp"

#include <algorithm>

#include "merchant/vietnamese_order.hpp"

namespace chopay::merchant {

std::string masked(const PayeeAccount& account) {
  const auto tail = std::min<std::size_t>(4, account.number.size());
  return "••••" + account.number.substr(account.number.size() - tail);
}

bool is_line(std::string_view text, std::size_t bytes_max) {
  return text.size() <= bytes_max && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

bool is_name(std::string_view text) {
  return !text.empty() && is_line(text, name_bytes_max);
}

bool is_payee_account(const PayeeAccount& account) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  return account.bank.size() == 6 && std::all_of(account.bank.begin(), account.bank.end(), digit) &&
         !account.number.empty() && account.number.size() <= 19 &&
         std::all_of(account.number.begin(), account.number.end(),
                     [&](char c) { return digit(c) || letter(c); });
}

namespace {

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_tax_code(std::string_view text) {
  constexpr std::size_t branch_dash = 10;
  if (text.size() == 14 && text[branch_dash] == '-') {
    return is_digits(text.substr(0, branch_dash)) && is_digits(text.substr(branch_dash + 1));
  }
  return (text.size() == 10 || text.size() == 12 || text.size() == 13) && is_digits(text);
}

bool is_phone(std::string_view text) {
  return (text.size() == 10 || text.size() == 11) && text.front() == '0' && is_digits(text);
}

bool Stall::receives(const PayeeAccount& other) const {
  return other == account || std::any_of(further.begin(), further.end(),
                                         [&](const auto& one) { return one.account == other; });
}

bool Stall::has_had(const PayeeAccount& other) const {
  return receives(other) || std::find(former.begin(), former.end(), other) != former.end();
}

void Registry::change_payee(const StallId& id, const PayeeAccount& account,
                            const std::string& holder) {
  auto& stall = stalls.at(id);
  const auto sharing = stalls_by_account.find(stall.account);
  std::erase(sharing->second, id);
  if (sharing->second.empty()) stalls_by_account.erase(sharing);
  stall.former.push_back(stall.account);
  stall.account = account;
  stall.holder = holder;
  ++stall.issue;
  stalls_by_account[account].push_back(id);
}

const Stall* Registry::stall(const StallId& id) const {
  const auto found = stalls.find(id);
  return found == stalls.end() ? nullptr : &found->second;
}

std::vector<const Stall*> Registry::stalls_of(const std::string& zone) const {
  std::vector<const Stall*> found;
  for (const auto& [id, stall] : stalls) {
    if (stall.zone == zone) found.push_back(&stall);
  }
  std::sort(found.begin(), found.end(), [](const Stall* a, const Stall* b) {
    return compare_stall_codes(a->id.text(), b->id.text()) < 0;
  });
  return found;
}

const Zone* Registry::zone(const std::string& id) const {
  const auto found =
      std::find_if(zones.begin(), zones.end(), [&](const Zone& zone) { return zone.id == id; });
  return found == zones.end() ? nullptr : &*found;
}

}  // namespace chopay::merchant
