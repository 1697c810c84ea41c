#pragma once

#include <boost/system/error_code.hpp>

namespace chopay::bank {

/// Why a bank's message could not be read. Numbers are not stored; texts may change.
enum class Errc {
  bad_json = 1,
  duplicate_key,
  too_deep,
  too_large,
  bad_xml,
  missing_field,
  wrong_type,
  bad_amount,
  bad_time,
  too_long,
  ambiguous_fields,
  unknown_provider,
};

const boost::system::error_category& bank_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;

}  // namespace chopay::bank

namespace boost::system {
template <>
struct is_error_code_enum<chopay::bank::Errc> : std::true_type {};
}  // namespace boost::system
