#pragma once

#include <boost/json.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "merchant/error.hpp"
#include "merchant/registry.hpp"

namespace chopay::api {

/// The JSON object that a request's body holds, with known fields only. Reading keeps the first
/// thing that was wrong; ask error() once at the end.
class JsonBody {
 public:
  JsonBody(std::string_view body, std::initializer_list<std::string_view> known);
  /// A part of a body.
  JsonBody(const boost::json::value& value, std::initializer_list<std::string_view> known);

  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// An object inside; an empty one where it is absent.
  JsonBody object(std::string_view name, std::initializer_list<std::string_view> known) const;
  /// Empty where it is absent.
  std::string text(std::string_view name);
  std::int64_t whole_number(std::string_view name);
  /// true or false; must be there.
  bool flag(std::string_view name);
  merchant::StallId stall(std::string_view name);
  /// The members of an array; none where it is absent.
  const boost::json::array& list(std::string_view name);
  void note(const merchant::Error& error) { keep(error); }

  bool good() const { return !wrong_; }
  /// REQUIRES: !good().
  const merchant::Error& error() const { return *wrong_; }

 private:
  void check(std::initializer_list<std::string_view> known);
  void keep(merchant::Error error);
  const boost::json::value* find(std::string_view name) const;

  boost::json::object object_;
  std::optional<merchant::Error> wrong_;
};

}  // namespace chopay::api
