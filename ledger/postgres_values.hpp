#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/crypto.hpp"

namespace chopay::ledger::postgres {

/// The values of an array parameter, of one type.
class Array {
 public:
  Array& add(std::int64_t value);
  Array& add_bytes(std::string_view value);
  Array& add_bytes(const Hash& value);
  Array& add_null();

 private:
  friend class Parameters;
  std::int32_t count_ = 0;
  bool has_null_ = false;
  std::string elements_;
};

/// The parameters of a statement, from $1 on, in PostgreSQL's binary form. Texts must be UTF-8
/// without zero bytes, bytes may be anything.
class Parameters {
 public:
  Parameters& number(std::int64_t value);
  Parameters& text(std::string_view value);
  Parameters& bytes(std::string_view value);
  Parameters& bytes(const Hash& value);
  Parameters& no_number();
  Parameters& no_text();
  Parameters& numbers(const Array& values);
  Parameters& texts(const Array& values);
  Parameters& byte_arrays(const Array& values);

 private:
  friend class Connection;
  Parameters& add(unsigned type, std::string value, bool is_null = false);
  std::vector<unsigned> types_;
  std::vector<std::string> values_;
  std::vector<bool> nulls_;
};

}  // namespace chopay::ledger::postgres
