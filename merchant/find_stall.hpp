#pragma once

#include <memory>

#include "merchant/error.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

struct StallView {
  std::shared_ptr<const Registry> registry;  ///< the market it belongs to, which has the stall
  StallId stall;
};

/// The stall whose own code this is, in whatever market. unknown_stall.
struct FindStall {
  using Answer = Result<StallView>;
  ReferenceCode memo;
};

}  // namespace chopay::merchant
