#pragma once

#include <boost/system/error_code.hpp>

#include "ledger/result.hpp"

namespace chopay::sandbox {

/// Why the simulated bank does not pay or is not answered. Numbers are not stored; texts may
/// change.
enum class Errc {
  not_vietqr = 1,
  unknown_bank,
  no_amount,
  amount_out_of_range,
  bad_sandbox_file,
  no_answer,
  answer_refused,
};

const boost::system::error_category& sandbox_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;

using ledger::Error;
using ledger::Result;

}  // namespace chopay::sandbox

namespace boost::system {
template <>
struct is_error_code_enum<chopay::sandbox::Errc> : std::true_type {};
}  // namespace boost::system
