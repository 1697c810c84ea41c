#include "gateway/http/message.hpp"

#include <algorithm>
#include <array>

namespace chopay::http {
namespace {

constexpr std::array<std::pair<std::string_view, Method>, 5> methods{{
    {"GET", Method::get},
    {"HEAD", Method::head},
    {"POST", Method::post},
    {"PUT", Method::put},
    {"DELETE", Method::delete_},
}};

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return x == y || lower(x) == lower(y); });
}

std::string_view name_of(Method method) {
  for (const auto& [name, one] : methods) {
    if (one == method) return name;
  }
  return {};
}

std::optional<Method> method_from(std::string_view name) {
  for (const auto& [text, one] : methods) {
    if (text == name) return one;  // methods are case-sensitive (RFC 9110 §9.1)
  }
  return std::nullopt;
}

void Headers::add(std::string_view name, std::string_view value) {
  if (size_ == fields_.size()) fields_.emplace_back();
  auto& [field, text] = fields_[size_++];
  field.assign(name);
  text.assign(value);
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [field, value] : fields()) {
    if (same_name(field, name)) return value;
  }
  return std::nullopt;
}

std::string_view Headers::get(std::string_view name) const {
  return find(name).value_or(std::string_view{});
}

}  // namespace chopay::http
