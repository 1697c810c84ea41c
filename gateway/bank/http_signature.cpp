#include "gateway/bank/http_signature.hpp"

#include <algorithm>
#include <cstring>

#include "gateway/bank/encoding.hpp"

namespace chopay::bank {
namespace {

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
         c == '*';
}

/// A place in the header; each take… gives nullopt (or false) when something else stands there.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  std::size_t position() const { return at_; }
  std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }

  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void skip_spaces() {
    while (take(' ') || take('\t')) {
    }
  }

  template <class Accepts>
  std::string_view take_while(Accepts accepts) {
    const std::size_t start = at_;
    while (!at_end() && accepts(text_[at_])) ++at_;
    return since(start);
  }

  std::optional<std::string_view> take_key() {
    const std::string_view key = take_while(is_key_character);
    if (key.empty()) return std::nullopt;
    return key;
  }

  /// A quoted string without escapes: none of the names and values that we read needs them.
  std::optional<std::string_view> take_quoted() {
    if (!take('"')) return std::nullopt;
    const std::string_view text =
        take_while([](char c) { return c != '"' && c != '\\' && c >= ' ' && c <= '~'; });
    if (!take('"')) return std::nullopt;
    return text;
  }

  /// An integer, token, boolean or string behind '=' of a parameter.
  std::optional<std::string_view> take_bare_item() {
    if (!at_end() && text_[at_] == '"') return take_quoted();
    const std::string_view item =
        take_while([](char c) { return c > ' ' && c <= '~' && !std::strchr(";,()\"", c); });
    if (item.empty()) return std::nullopt;
    return item;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// RFC 9421 sets no limit; senders cover half a dozen.
constexpr std::size_t components_max = 16;

bool read_components(Cursor& cursor, SignatureInput& input) {
  if (!cursor.take('(')) return false;
  while (!cursor.take(')')) {
    cursor.skip_spaces();
    if (cursor.take(')')) break;
    const auto name = cursor.take_quoted();
    if (!name || name->empty() || input.components.size() >= components_max) return false;
    if (std::ranges::find(input.components, *name) != input.components.end()) return false;
    input.components.push_back(*name);
  }
  return true;
}

bool read_parameters(Cursor& cursor, SignatureInput& input) {
  while (cursor.take(';')) {
    cursor.skip_spaces();
    const auto key = cursor.take_key();
    if (!key) return false;
    if (!cursor.take('=')) continue;  // a parameter without a value is true
    const auto value = cursor.take_bare_item();
    if (!value) return false;
    if (*key == "created") input.created = *value;
    if (*key == "expires") input.expires = *value;
    if (*key == "alg") input.alg = *value;
  }
  return true;
}

/// One member behind its label and '='; false when it is not an inner list with parameters.
bool read_member(Cursor& cursor, SignatureInput& input) {
  const std::size_t start = cursor.position();
  if (!read_components(cursor, input) || !read_parameters(cursor, input)) return false;
  input.raw = cursor.since(start);
  return true;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// All values of the field, joined as RFC 9421 §2.1 says.
std::optional<std::string> field_value(const http::Headers& headers, std::string_view name) {
  std::optional<std::string> joined;
  for (const auto& [field, value] : headers.fields()) {
    if (lower_case(field) != name) continue;
    if (joined) *joined += ", ";
    joined = joined.value_or("").append(trimmed(value));
  }
  return joined;
}

std::optional<std::string> component_value(std::string_view name, const Callback& callback) {
  if (name == "@method") return std::string(callback.method);
  if (name == "@path") return std::string(callback.path);
  if (name == "@query") return std::string("?").append(callback.query);
  if (name == "@authority") {
    const auto host = field_value(callback.headers, "host");
    return host ? std::optional(lower_case(*host)) : std::nullopt;
  }
  if (name.starts_with('@')) return std::nullopt;
  return field_value(callback.headers, name);
}

}  // namespace

std::optional<std::vector<SignatureInput>> read_signature_input(std::string_view header) {
  std::vector<SignatureInput> inputs;
  Cursor cursor(header);
  cursor.skip_spaces();
  while (!cursor.at_end()) {
    SignatureInput input;
    const auto label = cursor.take_key();
    if (!label || !cursor.take('=') || inputs.size() >= 8) return std::nullopt;
    input.label = *label;
    if (!read_member(cursor, input)) return std::nullopt;
    inputs.push_back(std::move(input));
    cursor.skip_spaces();
    if (cursor.at_end()) break;
    if (!cursor.take(',')) return std::nullopt;
    cursor.skip_spaces();
    if (cursor.at_end()) return std::nullopt;
  }
  return inputs;
}

std::optional<std::string> byte_sequence(std::string_view header, std::string_view label) {
  Cursor cursor(header);
  cursor.skip_spaces();
  while (const auto key = cursor.take_key()) {
    if (!cursor.take('=') || !cursor.take(':')) return std::nullopt;
    const std::string_view text = cursor.take_while([](char c) { return c != ':'; });
    if (!cursor.take(':')) return std::nullopt;
    if (*key == label) return from_base64(text);
    cursor.skip_spaces();
    if (!cursor.take(',')) return std::nullopt;
    cursor.skip_spaces();
  }
  return std::nullopt;
}

std::optional<std::string> signature_base(const SignatureInput& input, const Callback& callback) {
  std::string base;
  for (const std::string_view name : input.components) {
    const auto value = component_value(name, callback);
    // A line break in a value could pass for another component.
    if (!value || value->find('\n') != std::string::npos) return std::nullopt;
    base.append("\"").append(name).append("\": ").append(*value).append("\n");
  }
  return base.append("\"@signature-params\": ").append(input.raw);
}

}  // namespace chopay::bank
