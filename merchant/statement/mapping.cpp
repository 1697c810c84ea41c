#include "merchant/statement/mapping.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

#include "merchant/statement/line_text.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::merchant::statement {
namespace {

namespace json = boost::json;

constexpr std::size_t header_name_bytes_max = 120;

struct ColumnName {
  std::string_view name;
  Column column;
};

constexpr ColumnName column_names[] = {
    {"day", Column::day},
    {"time", Column::time},
    {"reference", Column::reference},
    {"text", Column::text},
    {"debit", Column::debit},
    {"credit", Column::credit},
    {"amount", Column::amount},
    {"direction", Column::direction},
    {"balance", Column::balance},
    {"counter_account", Column::counter_account},
    {"counter_name", Column::counter_name},
};

std::optional<Column> column_named(std::string_view name) {
  for (const auto& one : column_names) {
    if (one.name == name) return one.column;
  }
  return std::nullopt;
}

Error bad_mapping(std::string what) {
  return {Errc::bad_mapping, std::move(what)};
}

/// The text of a field; empty where it is absent, nothing where it is no line of text.
std::optional<std::string> text_field(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value) return std::string{};
  if (!value->is_string()) return std::nullopt;
  const std::string_view text = value->get_string();
  auto line = one_line(text, header_name_bytes_max);
  return line == text ? std::optional{std::move(line)} : std::nullopt;
}

Result<void> read_columns(const json::object& columns, Mapping& mapping) {
  for (const auto& [name, value] : columns) {
    const auto column = column_named(name);
    const auto header = text_field(columns, name);
    if (!column || !header || plain_words(*header).empty()) return bad_mapping(std::string{name});
    mapping.columns.emplace_back(*column, *header);
  }
  return {};
}

}  // namespace

Result<Mapping> read_mapping(std::string_view text) {
  if (text.size() > mapping_bytes_max) return bad_mapping("it is larger than 8 KiB");
  json::error_code error;
  const auto value = json::parse(text, error);
  const auto* object = error ? nullptr : value.if_object();
  if (!object) return bad_mapping("it is no JSON object");
  for (const auto& field : *object) {
    if (field.key() != "name" && field.key() != "bank" && field.key() != "columns") {
      return bad_mapping(one_line(field.key(), 40));
    }
  }
  Mapping mapping;
  const auto name = text_field(*object, "name");
  const auto bank = text_field(*object, "bank");
  if (!name) return bad_mapping("name");
  mapping.name = name->empty() ? "mapping" : *name;
  const auto* known =
      bank && !bank->empty() ? qr::BankDirectory::standard().lookup(*bank) : nullptr;
  if (!bank || (!bank->empty() && !known)) return bad_mapping("bank");
  if (known) mapping.bank = known->bin;
  const auto* columns = object->if_contains("columns");
  if (!columns || !columns->is_object()) return bad_mapping("columns");
  if (auto read = read_columns(columns->get_object(), mapping); !read) return read.error();
  const auto has = [&](Column column) {
    return std::ranges::any_of(mapping.columns,
                               [&](const auto& one) { return one.first == column; });
  };
  const bool money = (has(Column::debit) && has(Column::credit)) || has(Column::amount);
  if (!has(Column::day) || !money) {
    return bad_mapping("columns needs day, and debit and credit or amount");
  }
  return mapping;
}

}  // namespace chopay::merchant::statement
