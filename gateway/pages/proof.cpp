#include "gateway/pages/proof.hpp"

#include "gateway/pages/embedded.hpp"

namespace chopay::pages {

Markup proof_dialog(bool asked) {
  return asked ? fill(embedded("proof.html"), {}) : Markup{};
}

}  // namespace chopay::pages
