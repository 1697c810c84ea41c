#include "gateway/bank/error.hpp"

#include <string>

namespace chopay::bank {
namespace {

const char* sentence(Errc code) noexcept {
  switch (code) {
    case Errc::bad_json:
      return "the body is not JSON in UTF-8";
    case Errc::duplicate_key:
      return "an object has the same key twice";
    case Errc::too_deep:
      return "the body is nested too deeply";
    case Errc::too_large:
      return "the body has too many bytes or values";
    case Errc::bad_xml:
      return "the body is not the XML that is expected";
    case Errc::missing_field:
      return "a required field is missing or empty";
    case Errc::wrong_type:
      return "a field has another type than the provider documents";
    case Errc::bad_amount:
      return "the amount is not a positive whole number of đồng in 64 bits";
    case Errc::bad_time:
      return "the time is not a date and time of the provider's form";
    case Errc::too_long:
      return "a field is longer than its limit or has control characters";
    case Errc::ambiguous_fields:
      return "a signed field may have been moved into another";
    case Errc::unknown_provider:
      return "there is no adapter of this name";
  }
  return "unknown error of a bank adapter";
}

class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "chopay.bank"; }
  std::string message(int value) const override { return sentence(static_cast<Errc>(value)); }
};

}  // namespace

const boost::system::error_category& bank_category() noexcept {
  static const Category category;
  return category;
}

boost::system::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), bank_category()};
}

}  // namespace chopay::bank
