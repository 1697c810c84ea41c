#pragma once

#include <boost/system/error_code.hpp>

#include "ledger/result.hpp"

namespace chopay::cli {

/// What can go wrong on the command line itself. Numbers are not stored; texts may change.
enum class Errc {
  cannot_read = 1,
  too_large,
  cannot_write,
  no_code,
  several_codes,
  no_code_text,
  no_ledger,
  no_market,
  several_markets,
  unknown_market,
  bad_colour,
  unknown_bank,
};

const boost::system::error_category& cli_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;

using ledger::Error;
using ledger::Result;

}  // namespace chopay::cli

namespace boost::system {
template <>
struct is_error_code_enum<chopay::cli::Errc> : std::true_type {};
}  // namespace boost::system
