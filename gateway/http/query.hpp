#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/result.hpp"

namespace chopay::http {

/// The parameters behind '?', each at most once (ASVS 15.3.7: no parameter pollution).
class Query {
 public:
  /// The value of the parameter, decoded; nothing when absent.
  std::optional<std::string_view> find(std::string_view name) const;
  /// The same, with an empty text for absent.
  std::string_view get(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  friend ledger::Result<Query> parse_query(std::string_view);
  std::vector<std::pair<std::string, std::string>> all_;
};

/// Reads "a=b&c=d": '+' is a space, %XX is decoded, "a" alone is an empty value. At most 32
/// parameters. Errc::bad_query (broken escape, control character, empty name), parameter_twice,
/// too_many_parameters.
ledger::Result<Query> parse_query(std::string_view text);

/// The same, and refuses names that are not in the list: Errc::parameter_unknown. A misspelt
/// filter must not silently show everything.
ledger::Result<Query> parse_query(std::string_view text,
                                  std::initializer_list<std::string_view> known);

}  // namespace chopay::http
