#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "ledger/business_day.hpp"
#include "ledger/clock.hpp"
#include "ledger/dong.hpp"
#include "ledger/ids.hpp"
#include "merchant/reference_code.hpp"

namespace chopay::merchant {

// State as bytes and back, for the snapshot of a book. A type says what it is made of once, in a
// function `fields(archive, value)` that serves both ways. The bytes are this program's own: never
// read by another form of it (the snapshot names its form).

/// Bytes that are no state of this form.
class BadArchive : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

template <class T>
concept Number = std::integral<T> || std::is_enum_v<T>;
template <class T>
concept Sequence = requires(T list) {
  list.emplace_back();
};
template <class T>
concept Mapping = requires {
  typename T::mapped_type;
};

/// Writes values one after the other.
class Saver {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }
  std::string take() { return std::move(bytes_); }

 private:
  template <Number T>
  void put(T number) {
    const auto wide = static_cast<std::int64_t>(number);
    char bytes[sizeof wide];
    std::memcpy(bytes, &wide, sizeof wide);
    bytes_.append(bytes, sizeof bytes);
  }
  void put(std::string_view text) {
    put(text.size());
    bytes_ += text;
  }
  void put(const std::string& text) { put(std::string_view{text}); }
  void put(ledger::Dong amount) { put(amount.count()); }
  void put(ledger::Instant instant) { put(instant.time_since_epoch().count()); }
  void put(ledger::BusinessDay day) { put(day.days()); }
  void put(const ledger::StallId& id) { put(id.text()); }
  void put(const ledger::MarketId& id) { put(id.text()); }
  void put(const ReferenceCode& code) { put(code.text()); }
  template <class A, class B>
  void put(const std::pair<A, B>& both) {
    (*this)(both.first, both.second);
  }
  template <class T>
  void put(const std::optional<T>& maybe) {
    put(maybe.has_value());
    if (maybe) put(*maybe);
  }
  template <class T>
  requires(Sequence<T> || Mapping<T>) void put(const T& list) {
    put(list.size());
    for (const auto& one : list) put(one);
  }
  template <class T>
  requires(!Sequence<T> && !Mapping<T> && !Number<T>) void put(const T& value) {
    fields(*this, value);
  }

  std::string bytes_;
};

/// Reads values in the order in which they were written. Throws BadArchive.
class Loader {
 public:
  explicit Loader(std::string_view bytes) : rest_(bytes) {}

  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  /// Reads one value that cannot be made empty first.
  template <class T>
  T make();
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    if (rest_.size() < size) throw BadArchive("the state ends too early");
    const auto bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  template <Number T>
  void get(T& number) {
    std::int64_t wide = 0;
    std::memcpy(&wide, take(sizeof wide).data(), sizeof wide);
    number = static_cast<T>(wide);
  }
  std::size_t size() {
    std::size_t count = 0;
    get(count);
    if (count > rest_.size()) throw BadArchive("more elements than bytes");
    return count;
  }
  void get(std::string& text) { text = take(size()); }
  void get(ledger::Dong& amount) { amount = ledger::Dong{make<std::int64_t>()}; }
  void get(ledger::Instant& instant) {
    instant = ledger::Instant{std::chrono::milliseconds{make<std::int64_t>()}};
  }
  void get(ledger::BusinessDay& day) { day = ledger::BusinessDay::from_days(make<std::int32_t>()); }
  void get(ledger::StallId& id) { get_id(id); }
  void get(ledger::MarketId& id) { get_id(id); }
  template <class Id>
  void get_id(Id& id) {
    const auto text = make<std::string>();
    if (text.empty()) {
      id = Id{};
    } else if (auto parsed = Id::parse(text)) {
      id = std::move(*parsed);
    } else {
      throw BadArchive("an identifier of a wrong form");
    }
  }
  void get(ReferenceCode& code) {
    const auto parsed = parse_reference(make<std::string>());
    if (!parsed) throw BadArchive("a reference code of a wrong form");
    code = *parsed;
  }
  template <class A, class B>
  void get(std::pair<A, B>& both) {
    (*this)(both.first, both.second);
  }
  template <class T>
  void get(std::optional<T>& maybe) {
    maybe.reset();
    if (make<bool>()) maybe = make<T>();
  }
  template <Sequence T>
  void get(T& list) {
    list.clear();
    for (auto left = size(); left > 0; --left) list.push_back(make<typename T::value_type>());
  }
  template <Mapping T>
  void get(T& map) {
    map.clear();
    for (auto left = size(); left > 0; --left) {
      auto key = make<typename T::key_type>();
      map.emplace(std::move(key), make<typename T::mapped_type>());
    }
  }
  template <class T>
  requires(!Sequence<T> && !Mapping<T> && !Number<T>) void get(T& value) { fields(*this, value); }

  std::string_view rest_;
};

/// An empty value to read into; types that have none say what else will do.
template <class T>
T blank() {
  return T{};
}
template <>
inline ReferenceCode blank<ReferenceCode>() {
  return make_reference(0);
}

template <class T>
T Loader::make() {
  auto value = blank<T>();
  get(value);
  return value;
}

}  // namespace chopay::merchant
