#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace chopay::qr {

/// What can go wrong in the QR room. The names of code_name() are stable; numbers and sentences
/// are not.
enum class Errc {
  // reading a payload
  payload_too_long = 1,
  not_utf8,
  customer_code,
  bad_id,
  bad_length,
  zero_length,
  overrun,
  trailing,
  duplicate_id,
  pfi_not_first,
  pfi_not_01,
  no_crc,
  crc_not_last,
  crc_mismatch,
  no_merchant_account,
  missing_currency,
  missing_country,
  no_beneficiary,
  two_beneficiaries,
  not_strict,
  // making a payload
  bad_bin,
  unknown_bank,
  bad_account,
  card_refused,
  bad_amount,
  bad_text,
  field_too_long,
  missing_field,
  note_too_long,
  bad_reference,
  // symbols, drawings, pictures
  symbol_too_big,
  picture_too_small,
  picture_too_big,
  picture_damaged,
  picture_unknown,
  drawing_failed,
  bad_directory,
};

/// The stable name of a code, in snake_case: "crc_mismatch". Shown in problem documents and logs.
std::string_view code_name(Errc code) noexcept;

const boost::system::error_category& qr_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;

/// Why there is no value. `at` is the byte offset in the input where reading stopped, or 0 where
/// an offset has no meaning. `detail` names the field ("38-01", "memo"); it never holds an account.
struct Error {
  Errc code{};
  std::size_t at = 0;
  std::string detail;

  Error() = default;  // what Result::error() gives where there is a value
  Error(Errc code_, std::size_t at_ = 0, std::string detail_ = {})
      : code(code_), at(at_), detail(std::move(detail_)) {}

  /// One line for a person: the sentence of the code, the detail, the offset.
  std::string message() const;
};

/// Lets Result::value() throw on an error: only for callers that know there is none.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);

/// A value or an Error. For outcomes that are expected, such as bad input.
template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace chopay::qr

namespace boost::system {
template <>
struct is_error_code_enum<chopay::qr::Errc> : std::true_type {};
}  // namespace boost::system
