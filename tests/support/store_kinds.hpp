#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/store.hpp"

namespace chopay::testing {

/// A store of one kind over a place of its own, which outlives it: reopen() is a new start of the
/// process over what was kept.
class StorePlace {
 public:
  virtual ~StorePlace() = default;
  /// The open store; valid until the next reopen().
  virtual ledger::Store& store() = 0;
  virtual void reopen() = 0;
};

/// Names of the kinds of stores there are; every one obeys the conformance suite.
std::vector<std::string> store_kinds();
/// A new, empty place for a store of that kind.
std::unique_ptr<StorePlace> make_store(const std::string& kind);

}  // namespace chopay::testing
