#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace chopay::http {

/// One field line as it was sent, the spaces around the value removed.
struct FieldView {
  std::string_view name;
  std::string_view value;
};

/// What stands before the body of a request: views into the bytes it was read from.
struct Head {
  std::string_view method;
  std::string_view target;
  int version = 0;  ///< 11 for HTTP/1.1
  std::vector<FieldView> fields;
};

/// Why a request is not served. The connection is closed behind the answer, because after a
/// refusal nobody knows where the next request would begin.
struct Refusal {
  int status = 400;
  const char* code = "";    ///< stable, for programs
  const char* detail = "";  ///< a sentence for a person
};

}  // namespace chopay::http
