#include "gateway/http/error.hpp"

#include <string>

namespace chopay::http {
namespace {

const char* sentence(Errc code) noexcept {
  switch (code) {
    case Errc::bad_query:
      return "the query is not a list of name=value";
    case Errc::parameter_twice:
      return "a parameter is given twice";
    case Errc::parameter_unknown:
      return "a parameter is not known here";
    case Errc::too_many_parameters:
      return "there are too many parameters";
  }
  return "unknown http error";
}

class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "chopay.http"; }
  std::string message(int value) const override { return sentence(static_cast<Errc>(value)); }
};

}  // namespace

const boost::system::error_category& http_category() noexcept {
  static const Category category;
  return category;
}

boost::system::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), http_category()};
}

}  // namespace chopay::http
