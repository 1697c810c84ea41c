#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace chopay::merchant {

/// A JSON object of strings alone, in none of which anything is escaped: the data of a credit. Read
/// where it stands, since the lane folds one for each notice. The text must outlive it.
class PlainObject {
 public:
  static constexpr std::size_t fields_max = 12;

  /// Nothing for any other text, also for spaces between the parts and for more than fields_max.
  static std::optional<PlainObject> read(std::string_view text);

  /// The first field of the name; empty where there is none.
  std::string_view text(std::string_view name) const;

 private:
  struct Field {
    std::string_view name;
    std::string_view value;
  };
  std::array<Field, fields_max> fields_;
  std::size_t count_ = 0;
};

}  // namespace chopay::merchant
