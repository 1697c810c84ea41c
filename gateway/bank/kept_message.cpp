#include "gateway/bank/kept_message.hpp"

#include <boost/json.hpp>

#include "ledger/crypto.hpp"

namespace chopay::bank {

namespace json = boost::json;

ledger::VaultChange kept_row(const KeptMessage& message) {
  auto name = std::string{kept_prefix} + message.source + '/' +
              ledger::to_hex(ledger::sha256({message.body}));
  return {std::move(name),
          json::serialize(json::object{{"source", message.source},
                                       {"reason", message.reason},
                                       {"received_at", ledger::format_instant(message.received_at)},
                                       {"body", message.body}})};
}

std::optional<KeptMessage> read_kept(std::string_view value) {
  json::error_code failed;
  const auto row = json::parse(value, failed);
  if (failed || !row.is_object()) return std::nullopt;
  const auto text = [&](std::string_view name) -> std::string {
    const auto* field = row.get_object().if_contains(name);
    return field && field->is_string() ? std::string{field->get_string()} : std::string{};
  };
  const auto received_at = ledger::parse_instant(text("received_at"));
  if (!received_at || text("source").empty()) return std::nullopt;
  return KeptMessage{text("source"), text("reason"), *received_at, text("body")};
}

}  // namespace chopay::bank
