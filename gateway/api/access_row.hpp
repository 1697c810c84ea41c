#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

#include "gateway/api/access.hpp"
#include "merchant/vault_row.hpp"

/// How rows of the vault say what an access opens: always in the same way.
namespace chopay::api {

using merchant::read_row;
using merchant::row_flag;
using merchant::row_instant;
using merchant::row_number;
using merchant::row_text;

/// What vouches for a household's device that took up an invitation before it was kept who vouches.
inline constexpr std::string_view of_before = "before";

/// {"market","role",…}: everything but the key that opens it.
boost::json::object access_row(const Access& access);
/// Nothing where the row names no market, no role, or no stall for a role that has one.
std::optional<Access> access_of_row(const boost::json::object& row);

}  // namespace chopay::api
