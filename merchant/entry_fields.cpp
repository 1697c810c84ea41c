#include "merchant/entry_fields.hpp"

namespace chopay::merchant {

namespace json = boost::json;

Fields::Fields(const ledger::Entry& entry) : FieldReader(entry, parsed_) {
  json::error_code error;
  auto value = json::parse(entry.data, error, &memory_);
  if (error || !value.is_object()) broken("data");
  parsed_ = std::move(value.get_object());
}

std::string FieldReader::text(std::string_view name) const {
  const auto* value = object_->if_contains(name);
  if (!value || !value->is_string()) broken(name);
  return std::string{value->get_string()};
}

std::string FieldReader::text_or_empty(std::string_view name) const {
  return object_->contains(name) ? text(name) : std::string{};
}

std::int64_t FieldReader::number(std::string_view name) const {
  const auto* value = object_->if_contains(name);
  if (!value || !value->is_int64()) broken(name);
  return value->get_int64();
}

ledger::Seq FieldReader::seq(std::string_view name) const {
  const auto value = number(name);
  if (value < 1) broken(name);
  return ledger::Seq{static_cast<std::uint64_t>(value)};
}

bool FieldReader::flag(std::string_view name) const {
  const auto* value = object_->if_contains(name);
  return value && value->is_bool() && value->get_bool();
}

Instant FieldReader::instant(std::string_view name) const {
  const auto parsed = ledger::parse_instant(text(name));
  if (!parsed) broken(name);
  return *parsed;
}

ReferenceCode FieldReader::reference(std::string_view name) const {
  const auto code = parse_reference(text(name));
  if (!code) broken(name);
  return *code;
}

StallId FieldReader::stall(std::string_view name) const {
  const auto id = StallId::parse(text(name));
  if (!id) broken(name);
  return *id;
}

FieldReader FieldReader::object(std::string_view name) const {
  const auto* value = object_->if_contains(name);
  if (!value || !value->is_object()) broken(name);
  return {entry_, value->get_object()};
}

std::vector<FieldReader> FieldReader::list(std::string_view name) const {
  const auto* value = object_->if_contains(name);
  if (!value || !value->is_array()) broken(name);
  std::vector<FieldReader> rows;
  for (const auto& row : value->get_array()) {
    if (!row.is_object()) broken(name);
    rows.emplace_back(entry_, row.get_object());
  }
  return rows;
}

void FieldReader::broken(std::string_view name) const {
  throw BrokenLog(entry_, name);
}

}  // namespace chopay::merchant
