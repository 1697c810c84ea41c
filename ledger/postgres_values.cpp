#include "ledger/postgres_values.hpp"

#include <utility>

namespace chopay::ledger::postgres {
namespace {

// Types by their numbers, which are the same in every server (pg_type.dat).
constexpr unsigned bytea_type = 17;
constexpr unsigned int8_type = 20;
constexpr unsigned text_type = 25;
constexpr unsigned bytea_array_type = 1001;
constexpr unsigned text_array_type = 1009;
constexpr unsigned int8_array_type = 1016;

template <class Number>
void append_big_endian(std::string& out, Number number) {
  for (int shift = 8 * (static_cast<int>(sizeof number) - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(static_cast<std::uint64_t>(number) >> shift);
  }
}

template <class Number>
std::string big_endian(Number number) {
  std::string out;
  append_big_endian(out, number);
  return out;
}

std::string_view view_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// The binary form of an array of one dimension (PostgreSQL's array_recv).
std::string array_form(unsigned element, std::int32_t count, bool has_null,
                       std::string_view elements) {
  std::string out;
  append_big_endian(out, std::int32_t{count > 0 ? 1 : 0});
  append_big_endian(out, std::int32_t{has_null ? 1 : 0});
  append_big_endian(out, element);
  if (count == 0) return out;
  append_big_endian(out, count);
  append_big_endian(out, std::int32_t{1});
  return out.append(elements);
}

}  // namespace

Array& Array::add(std::int64_t value) {
  return add_bytes(big_endian(value));
}

Array& Array::add_bytes(std::string_view value) {
  append_big_endian(elements_, static_cast<std::int32_t>(value.size()));
  elements_ += value;
  ++count_;
  return *this;
}

Array& Array::add_bytes(const Hash& value) {
  return add_bytes(view_of(value));
}

Array& Array::add_null() {
  append_big_endian(elements_, std::int32_t{-1});
  has_null_ = true;
  ++count_;
  return *this;
}

Parameters& Parameters::add(unsigned type, std::string value, bool is_null) {
  types_.push_back(type);
  values_.push_back(std::move(value));
  nulls_.push_back(is_null);
  return *this;
}

Parameters& Parameters::number(std::int64_t value) {
  return add(int8_type, big_endian(value));
}
Parameters& Parameters::text(std::string_view value) {
  return add(text_type, std::string{value});
}
Parameters& Parameters::bytes(std::string_view value) {
  return add(bytea_type, std::string{value});
}
Parameters& Parameters::bytes(const Hash& value) {
  return bytes(view_of(value));
}
Parameters& Parameters::no_number() {
  return add(int8_type, {}, true);
}
Parameters& Parameters::no_text() {
  return add(text_type, {}, true);
}

Parameters& Parameters::numbers(const Array& values) {
  return add(int8_array_type,
             array_form(int8_type, values.count_, values.has_null_, values.elements_));
}
Parameters& Parameters::texts(const Array& values) {
  return add(text_array_type,
             array_form(text_type, values.count_, values.has_null_, values.elements_));
}
Parameters& Parameters::byte_arrays(const Array& values) {
  return add(bytea_array_type,
             array_form(bytea_type, values.count_, values.has_null_, values.elements_));
}

}  // namespace chopay::ledger::postgres
