#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "merchant/statement/mapping.hpp"
#include "merchant/statement/statement.hpp"

namespace chopay::merchant::statement {

/// What the caller knows of a file.
struct ReadOptions {
  std::string format = {};  ///< one of format_names(); empty: the file tells
  /// BIN, where the file does not name it, as tables do not: they are told by their headers alone.
  std::string bank = {};
  std::string account = {};             ///< the same; where the file names another, it is refused
  std::optional<Mapping> mapping = {};  ///< of a table's columns
};

/// "camt.053", "mt940", "table" (CSV or XLSX of any bank), and the banks' layouts.
const std::vector<std::string_view>& format_names();

/// Reads a bank's statement: camt.053, MT940, CSV (UTF-8; `;`, `,` or tab) or XLSX. Files of at
/// most 8 MiB. The error is of the file as a whole; Statement::problems are of single rows, and a
/// statement that has some must not be used. Takes up to a second for the largest: not for an I/O
/// thread.
Result<Statement> read_statement(std::string_view bytes, const ReadOptions& options);

}  // namespace chopay::merchant::statement
