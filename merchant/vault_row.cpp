#include "merchant/vault_row.hpp"

#include <boost/json.hpp>

namespace chopay::merchant {

namespace json = boost::json;

std::optional<json::object> read_row(std::string_view text) {
  json::error_code error;
  auto value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string row_text(const json::object& row, std::string_view name) {
  const auto* value = row.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::uint64_t row_number(const json::object& row, std::string_view name) {
  const auto* value = row.if_contains(name);
  if (!value) return 0;
  json::error_code error;
  const auto number = value->to_number<std::uint64_t>(error);
  return error ? 0 : number;
}

bool row_flag(const json::object& row, std::string_view name) {
  const auto* value = row.if_contains(name);
  return value && value->is_bool() && value->get_bool();
}

ledger::Instant row_instant(const json::object& row, std::string_view name) {
  const auto instant = ledger::parse_instant(row_text(row, name));
  return instant ? *instant : ledger::Instant{};
}

}  // namespace chopay::merchant
