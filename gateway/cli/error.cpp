#include "gateway/cli/error.hpp"

namespace chopay::cli {
namespace {

class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "chopay.cli"; }

  std::string message(int value) const override {
    switch (static_cast<Errc>(value)) {
      case Errc::cannot_read:
        return "cannot read";
      case Errc::too_large:
        return "the file is larger than is read";
      case Errc::cannot_write:
        return "cannot write";
      case Errc::no_code:
        return "no QR code is found in the picture";
      case Errc::several_codes:
        return "the picture has several payment codes, show one";
      case Errc::no_code_text:
        return "neither a file that exists nor the text of a code";
      case Errc::no_ledger:
        return "no ledger in the folder";
      case Errc::no_market:
        return "the ledger has no market";
      case Errc::several_markets:
        return "the ledger has several markets, name one with --market";
      case Errc::unknown_market:
        return "the ledger has no such market";
      case Errc::bad_colour:
        return "a colour is # and six hexadecimal digits";
      case Errc::unknown_bank:
        return "no bank is called so";
    }
    return "unknown command line error";
  }
};

}  // namespace

const boost::system::error_category& cli_category() noexcept {
  static const Category category;
  return category;
}

boost::system::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), cli_category()};
}

}  // namespace chopay::cli
