#include "merchant/plain_object.hpp"

namespace chopay::merchant {
namespace {

bool skip(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// Takes "…" off the front. What is escaped is not read here.
bool take_string(std::string_view& text, std::string_view& value) {
  if (!skip(text, '"')) return false;
  const auto end = text.find('"');
  if (end == std::string_view::npos) return false;
  value = text.substr(0, end);
  text.remove_prefix(end + 1);
  return value.find('\\') == std::string_view::npos;
}

}  // namespace

std::optional<PlainObject> PlainObject::read(std::string_view text) {
  PlainObject object;
  if (!skip(text, '{')) return std::nullopt;
  do {
    if (object.count_ == fields_max) return std::nullopt;
    auto& field = object.fields_[object.count_++];
    if (!take_string(text, field.name) || !skip(text, ':') || !take_string(text, field.value)) {
      return std::nullopt;
    }
  } while (skip(text, ','));
  if (text != "}") return std::nullopt;
  return object;
}

std::string_view PlainObject::text(std::string_view name) const {
  for (std::size_t i = 0; i < count_; ++i) {
    if (fields_[i].name == name) return fields_[i].value;
  }
  return {};
}

}  // namespace chopay::merchant
