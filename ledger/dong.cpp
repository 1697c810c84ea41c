#include "ledger/dong.hpp"

#include <stdexcept>

namespace chopay::ledger {

Dong& Dong::operator+=(Dong other) {
  if (__builtin_add_overflow(dong_, other.dong_, &dong_)) {
    throw std::overflow_error("a sum of đồng does not fit into 64 bits");
  }
  return *this;
}

Dong& Dong::operator-=(Dong other) {
  if (__builtin_sub_overflow(dong_, other.dong_, &dong_)) {
    throw std::overflow_error("a difference of đồng does not fit into 64 bits");
  }
  return *this;
}

std::string to_string(Dong amount) {
  return std::to_string(amount.count());
}

}  // namespace chopay::ledger
