#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <boost/throw_exception.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace chopay::ledger {

/// Why an operation gave no value: the code, and where or what exactly ("amount", "line 3 …").
/// The detail never holds secrets or payer data, so it may be logged and shown.
struct Error {
  boost::system::error_code code;
  std::string detail;

  /// No error; only so that Result::error() of a value has something to give.
  Error() = default;
  Error(boost::system::error_code code_, std::string detail_ = {})
      : code(code_), detail(std::move(detail_)) {}
  template <class Enum>
  requires boost::system::is_error_code_enum<Enum>::value Error(Enum code_,
                                                                std::string detail_ = {})
      : code(make_error_code(code_)), detail(std::move(detail_)) {}

  /// One line for a person: the sentence of the code, and the detail behind a colon.
  std::string message() const {
    return detail.empty() ? code.message() : code.message() + ": " + detail;
  }
};

/// Lets Result::value() throw on an error: only for callers that know there is none.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::logic_error(error.message());
}

/// A value or an Error. For outcomes that are expected, such as bad input.
template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace chopay::ledger
