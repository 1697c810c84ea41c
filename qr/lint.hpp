#pragma once

#include <vector>

#include "qr/violation.hpp"

namespace chopay::qr {

class Decoded;

/// The rules that a readable payload breaks (EMVCo MPM §4, NAPAS format Tables 1–4), in order of
/// rule. REQUIRES: `code` came from a payload whose root level is well formed.
std::vector<Violation> find_violations(const Decoded& code);

}  // namespace chopay::qr
