#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "merchant/request.hpp"

namespace chopay::merchant {

/// The requests of a market that have no money and were not cancelled, by the end of their
/// lifetime, until an entry tells that it has passed. Part of the Book, and not larger than its
/// requests.
class ExpiryList {
 public:
  /// Takes the request in or out, as it stands: to be called whenever it was changed.
  void watch(const PaymentRequest& request);
  /// The request leaves the book.
  void forget(const PaymentRequest& request) { ends_.erase({request.expires_at, request.id}); }
  /// The ids of those that have ended by now, the longest ended first, at most `most`.
  std::vector<std::string> ended(Instant now, std::size_t most) const;

  /// All that it remembers, for the book's snapshot (book_archive.hpp).
  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    std::vector<std::pair<Instant, std::string>> ends(self.ends_.begin(), self.ends_.end());
    archive(ends);
    if constexpr (!std::is_const_v<Self>) self.ends_ = {ends.begin(), ends.end()};
  }

 private:
  std::set<std::pair<Instant, std::string>> ends_;  ///< the end, and the id
};

}  // namespace chopay::merchant
