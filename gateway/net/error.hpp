#pragma once

#include <boost/system/error_code.hpp>

namespace chopay::net {

/// What can go wrong on the way to another server, beside the system's own errors.
enum class Errc {
  bad_url = 1,
  bad_request,
  address_refused,
  timed_out,
  answer_too_large,
  bad_answer,
};

const boost::system::error_category& net_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;

}  // namespace chopay::net

namespace boost::system {
template <>
struct is_error_code_enum<chopay::net::Errc> : std::true_type {};
}  // namespace boost::system
