#include "gateway/api/payer_views.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

#include "ledger/crypto.hpp"
#include "merchant/vault_row.hpp"

namespace chopay::api {
namespace {

constexpr std::string_view view_prefix = "payer_view/";

std::string rows_of(const ledger::MarketId& market) {
  return std::string{view_prefix} + market.text() + '/';
}

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

/// The first character of a word that has one.
std::string_view first_character(std::string_view word) {
  std::size_t end = 1;
  while (end < word.size() && !begins_character(word[end])) ++end;
  return word.substr(0, end);
}

}  // namespace

ledger::VaultChange payer_view_row(const ledger::MarketId& market, const PayerView& view,
                                   ledger::Random& random) {
  std::array<std::uint8_t, 8> own{};
  random.fill(own);
  const auto at = ledger::format_instant(view.at);
  const boost::json::object row{{"at", at},
                                {"by", view.by},
                                {"credit", ledger::number(view.credit)},
                                {"stall", view.stall.text()},
                                {"refund", view.refund}};
  return {rows_of(market) + at + '/' + ledger::to_hex(own), boost::json::serialize(row)};
}

std::vector<PayerView> newest_payer_views(ledger::Reader& reader, const ledger::MarketId& market,
                                          std::size_t limit) {
  const auto rows = reader.vault_list(rows_of(market));
  std::vector<PayerView> views;
  // By name is by time.
  for (auto at = rows.rbegin(); at != rows.rend() && views.size() < limit; ++at) {
    const auto row = merchant::read_row(at->second);
    if (!row) continue;
    const auto instant = ledger::parse_instant(merchant::row_text(*row, "at"));
    const auto stall = merchant::StallId::parse(merchant::row_text(*row, "stall"));
    if (!instant || !stall) continue;
    views.push_back({*instant, merchant::row_text(*row, "by"),
                     ledger::Seq{merchant::row_number(*row, "credit")}, *stall,
                     merchant::row_text(*row, "refund")});
  }
  return views;
}

std::string masked_name(std::string_view name) {
  std::string masked;
  name.remove_suffix(name.size() - (name.find_last_not_of(' ') + 1));
  name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
  const bool several = name.find(' ') != std::string_view::npos;
  while (true) {
    const auto from = name.find_first_not_of(' ');
    if (from == std::string_view::npos) return masked;
    name.remove_prefix(from);
    const auto word = name.substr(0, name.find(' '));
    name.remove_prefix(word.size());
    if (masked.empty() && several) {
      masked = word;
      continue;
    }
    if (!masked.empty()) masked += ' ';
    masked += first_character(word);
    masked += '*';
  }
}

std::string masked_account(std::string_view account) {
  constexpr std::size_t shown = 4;
  if (account.empty()) return {};
  std::string masked = "••••";
  if (account.size() >= 2 * shown) masked += account.substr(account.size() - shown);
  return masked;
}

}  // namespace chopay::api
