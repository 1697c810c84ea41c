#pragma once

#include <boost/system/error_code.hpp>

namespace chopay::net {

/// What can go wrong between us and another server or a client, beside the system's own errors.
enum class Errc {
  bad_url = 1,
  bad_request,
  address_refused,
  timed_out,
  answer_too_large,
  bad_answer,
  bad_pem,
  key_readable,
  tls_failed,
};

const boost::system::error_category& net_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;

}  // namespace chopay::net

namespace boost::system {
template <>
struct is_error_code_enum<chopay::net::Errc> : std::true_type {};
}  // namespace boost::system
