#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/bank/signature.hpp"
#include "ledger/clock.hpp"

namespace chopay::bank {

/// A text that is overwritten when it is no longer needed. Moves, never copies.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(Secret&& other) noexcept { swap(other); }
  Secret& operator=(Secret&& other) noexcept {
    swap(other);
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(text_); }

  std::string_view view() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  void swap(Secret& other) noexcept { text_.swap(other.text_); }

  std::string text_;
};

/// What a source proves itself with. A shared secret as the provider shows it, or a public key in
/// PEM (RSA, Ed25519; for Standard Webhooks also "whpk_" + base64). Two can be active at once, so
/// that a secret can be changed while notices are coming in.
struct SourceSecrets {
  Secret current;
  Secret previous;                                ///< empty when there is none
  std::optional<ledger::Instant> previous_until;  ///< from then on `previous` is refused
  Secret token_key;  ///< signs bearer tokens that we issue; empty = derived from `current`
};

/// Whether `matches` accepts the current secret, or the previous one while it is still valid. An
/// empty secret is never tried: a source without a secret refuses everything.
template <class Matches>
bool any_secret(const SourceSecrets& secrets, ledger::Instant now, Matches matches) {
  if (!secrets.current.empty() && matches(secrets.current.view())) return true;
  if (secrets.previous.empty()) return false;
  if (secrets.previous_until && now >= *secrets.previous_until) return false;
  return matches(secrets.previous.view());
}

}  // namespace chopay::bank
