#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/clock.hpp"

/// How what lies in the vault is read: small JSON objects. Whoever wrote one may have known other
/// fields than whoever reads it.
namespace chopay::merchant {

/// The object of a row's text; nothing where it is none.
std::optional<boost::json::object> read_row(std::string_view text);

/// A text of the row; empty where it is absent or none.
std::string row_text(const boost::json::object& row, std::string_view name);
/// A whole number ≥ 0 of the row; 0 where it is absent or none.
std::uint64_t row_number(const boost::json::object& row, std::string_view name);
bool row_flag(const boost::json::object& row, std::string_view name);
/// A moment of the row; the epoch where it is absent or none.
ledger::Instant row_instant(const boost::json::object& row, std::string_view name);

}  // namespace chopay::merchant
