#include "gateway/bank/json_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <charconv>
#include <cstring>
#include <limits>
#include <string>

#include "gateway/bank/error.hpp"

namespace chopay::bank {
namespace {

/// Builds the nodes while Boost.JSON reads. The names of its member functions are Boost's.
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  using Text = boost::json::string_view;
  using Code = boost::json::error_code;

  Builder(std::string_view source, const JsonLimits& limits, std::pmr::vector<JsonNode>& nodes,
          std::pmr::memory_resource& arena)
      : source_(source), limits_(limits), nodes_(nodes), arena_(arena) {}

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code& ec) { return open(JsonKind::object, ec); }
  bool on_object_end(std::size_t, Code&) { return close(); }
  bool on_array_begin(Code& ec) { return open(JsonKind::array, ec); }
  bool on_array_end(std::size_t, Code&) { return close(); }
  bool on_key_part(Text part, std::size_t, Code&) { return collect(part); }
  bool on_key(Text last, std::size_t, Code&) {
    key_ = finish(last);
    return true;
  }
  bool on_string_part(Text part, std::size_t, Code&) { return collect(part); }
  bool on_string(Text last, std::size_t, Code& ec) {
    return add(JsonKind::string, finish(last), ec);
  }
  bool on_number_part(Text part, Code&) { return collect(part); }
  bool on_int64(std::int64_t, Text last, Code& ec) { return number(last, ec); }
  bool on_uint64(std::uint64_t, Text last, Code& ec) { return number(last, ec); }
  bool on_double(double, Text last, Code& ec) { return number(last, ec); }
  bool on_bool(bool value, Code& ec) {
    return add(JsonKind::boolean, value ? "true" : "false", ec);
  }
  bool on_null(Code& ec) { return add(JsonKind::null, {}, ec); }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 private:
  struct Container {
    std::uint32_t at;
    std::uint32_t last;  ///< 0 while it is empty
    std::size_t members;
  };

  static bool fail(Errc errc, Code& ec) {
    ec = make_error_code(errc);
    return false;
  }

  bool collect(Text part) {
    scratch_.append(part.data(), part.size());
    return true;
  }

  /// The whole text: a view of the source where it stands there undivided, else a copy in the
  /// arena.
  std::string_view finish(Text last) {
    const std::less<const char*> before;
    const bool in_source = !before(last.data(), source_.data()) &&
                           !before(source_.data() + source_.size(), last.data() + last.size());
    if (scratch_.empty() && in_source) return {last.data(), last.size()};
    collect(last);
    char* copy = static_cast<char*>(arena_.allocate(scratch_.size() + 1, 1));
    std::memcpy(copy, scratch_.data(), scratch_.size());
    const std::string_view text{copy, scratch_.size()};
    scratch_.clear();
    return text;
  }

  bool number(Text last, Code& ec) { return add(JsonKind::number, finish(last), ec); }

  bool open(JsonKind kind, Code& ec) {
    if (open_.size() >= limits_.depth_max) return fail(Errc::too_deep, ec);
    if (!add(kind, {}, ec)) return false;
    open_.push_back({static_cast<std::uint32_t>(nodes_.size() - 1), 0, 0});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  bool has_key(const Container& object, std::string_view key) const {
    for (std::uint32_t at = nodes_[object.at].child; at != 0; at = nodes_[at].next) {
      if (nodes_[at].key == key) return true;
    }
    return false;
  }

  bool add(JsonKind kind, std::string_view text, Code& ec) {
    if (nodes_.size() >= limits_.values_max) return fail(Errc::too_large, ec);
    const auto at = static_cast<std::uint32_t>(nodes_.size());
    JsonNode node{.key = {}, .text = text, .next = 0, .child = 0, .kind = kind};
    if (!open_.empty()) {
      Container& parent = open_.back();
      if (nodes_[parent.at].kind == JsonKind::object) {
        if (++parent.members > limits_.members_max) return fail(Errc::too_large, ec);
        if (has_key(parent, key_)) return fail(Errc::duplicate_key, ec);
        node.key = key_;
      }
      (parent.last == 0 ? nodes_[parent.at].child : nodes_[parent.last].next) = at;
      parent.last = at;
    }
    nodes_.push_back(node);
    return true;
  }

  std::string_view source_;
  const JsonLimits& limits_;
  std::pmr::vector<JsonNode>& nodes_;
  std::pmr::memory_resource& arena_;
  std::pmr::vector<Container> open_{&arena_};
  std::string scratch_;
  std::string_view key_;
};

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The parts of "-12.30e+4": sign, digits without the point, and where the point stands in them.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::ptrdiff_t point = 0;
};

/// An amount in 64 bits has 19 digits; more, or an exponent beyond them, is nobody's money.
constexpr std::ptrdiff_t number_digits_max = 64;

std::optional<Decimal> split_decimal(std::string_view literal) {
  Decimal decimal;
  if (literal.starts_with('-')) {
    decimal.negative = true;
    literal.remove_prefix(1);
  }
  std::ptrdiff_t exponent = 0;
  if (const auto e = literal.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view text = literal.substr(e + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (ec != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    if (exponent < -number_digits_max || exponent > number_digits_max) return std::nullopt;
    literal = literal.substr(0, e);
  }
  const auto dot = literal.find('.');
  const std::string_view whole = literal.substr(0, dot);
  const std::string_view fraction =
      dot == std::string_view::npos ? std::string_view{} : literal.substr(dot + 1);
  if (whole.empty() || !all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  if (dot != std::string_view::npos && fraction.empty()) return std::nullopt;
  if (std::ssize(whole) + std::ssize(fraction) > number_digits_max) return std::nullopt;
  decimal.digits.append(whole).append(fraction);
  decimal.point = static_cast<std::ptrdiff_t>(whole.size()) + exponent;
  return decimal;
}

}  // namespace

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
  if (!is(JsonKind::object)) return std::nullopt;
  for (const JsonValue member : *this) {
    if (member.key() == key) return member;
  }
  return std::nullopt;
}

ledger::Result<JsonValue> JsonDocument::parse(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes_max) return ledger::Error(Errc::too_large);
  nodes_.reserve(48);
  boost::json::parse_options options;
  options.max_depth = limits.depth_max + 1;  // one more, so that our own sentence is given
  boost::json::basic_parser<Builder> parser(options, text, limits, nodes_, arena_);
  boost::json::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (ec.category() == bank_category()) return ledger::Error(ec);
  if (ec || used != text.size() || nodes_.empty()) return ledger::Error(Errc::bad_json);
  return JsonValue(nodes_.data(), 0);
}

std::optional<std::int64_t> whole_number(std::string_view literal) {
  std::int64_t plain = 0;
  const char* last = literal.data() + literal.size();
  if (const auto [stop, ec] = std::from_chars(literal.data(), last, plain);
      ec == std::errc{} && stop == last) {
    return plain;
  }
  auto decimal = split_decimal(literal);
  if (!decimal) return std::nullopt;
  std::string& digits = decimal->digits;
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return 0;
  if (decimal->point <= 0) return std::nullopt;
  const auto point = static_cast<std::size_t>(decimal->point);
  if (point > digits.size()) digits.append(point - digits.size(), '0');
  if (digits.find_first_not_of('0', point) != std::string::npos) return std::nullopt;
  digits.resize(point);
  if (decimal->negative) digits.insert(0, 1, '-');
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, ec] = std::from_chars(digits.data(), end, value);
  if (ec != std::errc{} || stop != end) return std::nullopt;
  return value;
}

}  // namespace chopay::bank
