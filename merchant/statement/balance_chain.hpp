#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "merchant/statement/statement.hpp"

namespace chopay::merchant::statement {

/// Proves that no booking is missing: each balance is the one before it and the booking, from the
/// first row to the last or from the last to the first.
class BalanceChain {
 public:
  /// The balance before the first booking; nothing changes nothing.
  void open(std::optional<Dong> balance);
  /// The balance after the last, and where it stands.
  void close(std::optional<Dong> balance, std::size_t row);
  /// A booking: what it adds, fees that may be counted in it or not, the balance after it.
  void add(std::size_t row, Dong change, Dong fees, std::optional<Dong> balance);
  /// Notes where the chain breaks, and where a balance is missing though others are there.
  void finish(Statement& statement) const;

 private:
  struct Link {
    std::size_t row;
    Dong change;
    Dong fees;
    std::optional<Dong> balance;
  };
  static bool follows(Dong before, const Link& link);
  std::size_t breaks(bool newest_first) const;
  void check_links(Statement& statement) const;
  void check_start(Statement& statement) const;
  void check_ends(Statement& statement) const;

  std::optional<Dong> opening_;
  std::optional<Dong> closing_;
  std::size_t closing_row_ = 0;
  std::vector<Link> links_;
};

}  // namespace chopay::merchant::statement
