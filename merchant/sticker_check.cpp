#include "merchant/sticker_check.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "merchant/text_or_null.hpp"
#include "merchant/vault_row.hpp"

namespace chopay::merchant {
namespace {

namespace json = boost::json;

/// Stands for the stall of a code that names none, where none was given either.
constexpr std::string_view no_stall = "-";

}  // namespace

std::string sticker_checks_of(const MarketId& market) {
  return "patrol/" + market.text() + '/';
}

std::string sticker_checks_of(const MarketId& market, std::string_view stall) {
  return sticker_checks_of(market) + std::string{stall.empty() ? no_stall : stall} + '/';
}

std::string to_json(const StickerCheck& check) {
  return json::serialize(json::object{{"at", ledger::format_instant(check.at)},
                                      {"stall", text_or_null(check.stall)},
                                      {"verdict", check.verdict},
                                      {"code_of", text_or_null(check.code_of)},
                                      {"place", check.place},
                                      {"by", check.by}});
}

ledger::VaultChange sticker_check_row(const MarketId& market, const StickerCheck& check) {
  return {sticker_checks_of(market, check.stall) + ledger::format_instant(check.at),
          to_json(check)};
}

std::optional<StickerCheck> read_sticker_check(std::string_view value) {
  const auto row = read_row(value);
  if (!row) return std::nullopt;
  const auto text = [&](std::string_view name) { return row_text(*row, name); };
  const auto at = ledger::parse_instant(text("at"));
  if (!at || text("verdict").empty()) return std::nullopt;
  return StickerCheck{*at,           text("stall"), text("verdict"), text("code_of"),
                      text("place"), text("by")};
}

std::vector<StickerCheck> read_sticker_checks(ledger::Reader& reader, const MarketId& market) {
  std::vector<StickerCheck> checks;
  for (const auto& [name, value] : reader.vault_list(sticker_checks_of(market))) {
    if (auto check = read_sticker_check(value)) checks.push_back(std::move(*check));
  }
  std::ranges::stable_sort(checks, {}, &StickerCheck::at);
  return checks;
}

}  // namespace chopay::merchant
