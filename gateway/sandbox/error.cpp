#include "gateway/sandbox/error.hpp"

namespace chopay::sandbox {
namespace {

class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "chopay.sandbox"; }

  std::string message(int value) const override {
    switch (static_cast<Errc>(value)) {
      case Errc::not_vietqr:
        return "this is no VietQR code with a bank and an account";
      case Errc::unknown_bank:
        return "the code names a bank that is not in the directory";
      case Errc::no_amount:
        return "the code has no amount, so one must be given";
      case Errc::amount_out_of_range:
        return "a transfer is from 1 to 499999999 dong";
      case Errc::bad_sandbox_file:
        return "the sandbox file cannot be understood";
      case Errc::no_answer:
        return "no answer";
      case Errc::answer_refused:
        return "the answer is not what was asked for";
    }
    return "unknown sandbox error";
  }
};

}  // namespace

const boost::system::error_category& sandbox_category() noexcept {
  static const Category category;
  return category;
}

boost::system::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), sandbox_category()};
}

}  // namespace chopay::sandbox
