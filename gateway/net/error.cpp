#include "gateway/net/error.hpp"

#include <string>

namespace chopay::net {
namespace {

const char* sentence(Errc code) noexcept {
  switch (code) {
    case Errc::bad_url:
      return "not an http or https URL that can be called";
    case Errc::bad_request:
      return "the request has a method or a header that is not allowed";
    case Errc::address_refused:
      return "the host has no public address";
    case Errc::timed_out:
      return "there was no whole answer in time";
    case Errc::answer_too_large:
      return "the answer is larger than allowed";
    case Errc::bad_answer:
      return "the answer is not HTTP";
    case Errc::bad_pem:
      return "cannot be used for TLS";
    case Errc::key_readable:
      return "everybody may read the private key, chmod 640 it";
    case Errc::tls_failed:
      return "the other end does not speak our TLS";
  }
  return "unknown net error";
}

class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "chopay.net"; }
  std::string message(int value) const override { return sentence(static_cast<Errc>(value)); }
};

}  // namespace

const boost::system::error_category& net_category() noexcept {
  static const Category category;
  return category;
}

boost::system::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), net_category()};
}

}  // namespace chopay::net
