// The books as bytes and back, so that a start need not fold the whole log.
#include "merchant/book_archive.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {

std::string Rules::state() const {
  Saver saver;
  saver(books_, market_of_account_);
  return saver.take();
}

bool Rules::restore(std::string_view state) {
  try {
    Loader loader{state};
    auto books = loader.make<decltype(books_)>();
    auto accounts = loader.make<decltype(market_of_account_)>();
    if (!loader.at_end()) return false;
    books_ = std::move(books);
    market_of_account_ = std::move(accounts);
    return true;
  } catch (const BadArchive&) {
    return false;
  }
}

}  // namespace chopay::merchant
