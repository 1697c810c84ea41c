#include "gateway/api/json_body.hpp"

#include <algorithm>

namespace chopay::api {

namespace json = boost::json;

JsonBody::JsonBody(std::string_view body, std::initializer_list<std::string_view> known) {
  json::error_code error;
  auto value = json::parse(body, error);
  if (error || !value.is_object()) {
    keep({merchant::Errc::bad_json, "an object is needed"});
    return;
  }
  object_ = std::move(value.get_object());
  check(known);
}

JsonBody::JsonBody(const json::value& value, std::initializer_list<std::string_view> known) {
  if (!value.is_object()) {
    keep({merchant::Errc::bad_json, "an object is needed"});
    return;
  }
  object_ = value.get_object();
  check(known);
}

void JsonBody::check(std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : object_) {
    if (std::find(known.begin(), known.end(), std::string_view{name}) != known.end()) continue;
    keep({merchant::Errc::bad_json, "field \"" + std::string{name.substr(0, 40)} + '"'});
  }
}

void JsonBody::keep(merchant::Error error) {
  if (!wrong_) wrong_ = std::move(error);
}

JsonBody JsonBody::object(std::string_view name,
                          std::initializer_list<std::string_view> known) const {
  const auto* value = find(name);
  return {value ? *value : json::value(json::object{}), known};
}

const json::value* JsonBody::find(std::string_view name) const {
  return object_.if_contains(name);
}

std::string JsonBody::text(std::string_view name) {
  const auto* value = find(name);
  if (!value) return {};
  if (value->is_string()) return std::string{value->get_string()};
  keep({merchant::Errc::bad_json, std::string{name} + " is not a text"});
  return {};
}

std::int64_t JsonBody::whole_number(std::string_view name) {
  const auto* value = find(name);
  if (value && value->is_int64()) return value->get_int64();
  keep({merchant::Errc::bad_amount, std::string{name} + " is not a whole number"});
  return 0;
}

bool JsonBody::flag(std::string_view name) {
  const auto* value = find(name);
  if (value && value->is_bool()) return value->get_bool();
  keep({merchant::Errc::bad_json, std::string{name} + " is not true or false"});
  return false;
}

merchant::StallId JsonBody::stall(std::string_view name) {
  const auto code = text(name);
  if (code.empty()) return {};
  auto id = merchant::StallId::parse(code);
  if (id) return *id;
  keep({merchant::Errc::unknown_stall, std::string{name}});
  return {};
}

const json::array& JsonBody::list(std::string_view name) {
  static const json::array none;
  const auto* value = find(name);
  if (!value) return none;
  if (value->is_array()) return value->get_array();
  keep({merchant::Errc::bad_json, std::string{name} + " is not an array"});
  return none;
}

}  // namespace chopay::api
