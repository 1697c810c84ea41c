#pragma once

#include <string>
#include <string_view>

namespace chopay::cli {

/// What is told of one payload.
struct CodeReport {
  bool valid = false;
  std::string text;  ///< ends with a line end
};

/// One line of JSON: {"valid","scheme","error":null|{"code","at"},"fields":{"bank","account",
/// "service","amount","note","name","city","poi"}}. `bank` is the BIN, `amount` whole đồng;
/// absent fields are null. An invalid payload shows what could be read of it.
CodeReport report_as_json(std::string_view payload);

/// The same for people, several lines, with the bank's name and the rules that are broken.
CodeReport report_as_text(std::string_view payload);

}  // namespace chopay::cli
