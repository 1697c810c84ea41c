#pragma once

#include <boost/system/error_code.hpp>

namespace chopay::http {

/// What can be wrong with a request's parts. Texts may change.
enum class Errc {
  bad_query = 1,
  parameter_twice,
  parameter_unknown,
  too_many_parameters,
};

const boost::system::error_category& http_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;

}  // namespace chopay::http

namespace boost::system {
template <>
struct is_error_code_enum<chopay::http::Errc> : std::true_type {};
}  // namespace boost::system
