#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace chopay::bank {

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

/// What a bank's message may not exceed; everything beyond is refused, not cut.
struct JsonLimits {
  std::size_t bytes_max = 64 * 1024;
  std::size_t depth_max = 16;
  std::size_t values_max = 8192;
  std::size_t members_max = 128;  ///< of one object; duplicates are found by comparing
};

/// One value of a document, as the sender wrote it.
struct JsonNode {
  std::string_view key;     ///< decoded; empty outside objects
  std::string_view text;    ///< decoded string, or the very literal of a number, true, false
  std::uint32_t next = 0;   ///< the next value of the same container; 0 = none
  std::uint32_t child = 0;  ///< the first value inside; 0 = none
  JsonKind kind = JsonKind::null;
};

/// A view of one value; valid as long as its document and the text that was parsed.
class JsonValue {
 public:
  JsonValue(const JsonNode* nodes, std::uint32_t at) : nodes_(nodes), at_(at) {}

  JsonKind kind() const { return node().kind; }
  bool is(JsonKind kind) const { return node().kind == kind; }
  std::string_view key() const { return node().key; }
  std::string_view text() const { return node().text; }
  /// The member of the name; nullopt when there is none or this is not an object.
  std::optional<JsonValue> find(std::string_view key) const;

  class Iterator {
   public:
    using value_type = JsonValue;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    using pointer = void;
    using reference = JsonValue;
    Iterator(const JsonNode* nodes, std::uint32_t at) : nodes_(nodes), at_(at) {}
    JsonValue operator*() const { return {nodes_, at_}; }
    Iterator& operator++() {
      at_ = nodes_[at_].next;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    const JsonNode* nodes_;
    std::uint32_t at_;
  };
  /// The values inside, in the order of the text; none for a scalar.
  Iterator begin() const { return {nodes_, node().child}; }
  Iterator end() const { return {nodes_, 0}; }
  std::size_t size() const { return static_cast<std::size_t>(std::distance(begin(), end())); }

 private:
  const JsonNode& node() const { return nodes_[at_]; }

  const JsonNode* nodes_;
  std::uint32_t at_;
};

/// Reads JSON (RFC 8259) strictly: well-formed UTF-8, no duplicate keys, nothing behind the value,
/// numbers kept as text so that no amount passes through a double. A notice of usual size needs no
/// heap. Cannot be copied or moved: values point into it.
class JsonDocument {
 public:
  JsonDocument() = default;
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  /// Reads the text, which must stay where it is as long as values are used. Call it once.
  /// Errors: bad_json, duplicate_key, too_deep, too_large.
  ledger::Result<JsonValue> parse(std::string_view text, const JsonLimits& limits = {});

 private:
  std::array<std::byte, 8192> buffer_;
  std::pmr::monotonic_buffer_resource arena_{buffer_.data(), buffer_.size()};
  std::pmr::vector<JsonNode> nodes_{&arena_};
};

/// The whole number that a JSON number or a decimal text stands for: "45000", "45000.00" and "45e3"
/// are 45000. nullopt for a fraction, for text that is no number, and beyond int64: never rounded.
std::optional<std::int64_t> whole_number(std::string_view literal);

}  // namespace chopay::bank
