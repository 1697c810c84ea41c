#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "gateway/api/access.hpp"

/// How rows of the vault are written: small JSON objects, in which what an access opens is always
/// told in the same way.
namespace chopay::api {

/// The object of a row's text; nothing where it is none.
std::optional<boost::json::object> read_row(std::string_view text);

/// A text of the row; empty where it is absent or none.
std::string row_text(const boost::json::object& row, std::string_view name);
/// A whole number ≥ 0 of the row; 0 where it is absent or none.
std::uint64_t row_number(const boost::json::object& row, std::string_view name);
bool row_flag(const boost::json::object& row, std::string_view name);
/// A moment of the row; the epoch where it is absent or none.
ledger::Instant row_instant(const boost::json::object& row, std::string_view name);

/// {"market","role",…}: everything but the key that opens it.
boost::json::object access_row(const Access& access);
/// Nothing where the row names no market, no role, or no stall for a role that has one.
std::optional<Access> access_of_row(const boost::json::object& row);

}  // namespace chopay::api
