#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/access.hpp"
#include "gateway/people/one_time_code.hpp"
#include "ledger/crypto.hpp"

namespace chopay::api {

/// The account that an invitation renews. Its password is asked for: whoever has the machine can
/// offer the renewal, and is not the one whose account it is.
struct Renewal {
  std::string name;
  std::string password;  ///< its argon2id hash
};

/// What was offered, and until when.
struct Invitation {
  Access access;
  ledger::Instant until{};
  /// For the authenticator app of somebody who will sign in: the same however often the page is
  /// looked at.
  people::CodeSecret secret{};
  std::optional<Renewal> renews = {};
};

/// What was offered to somebody who has no key yet: a code in a link, good once and for ten
/// minutes, that a device turns into a key of its own, or a person into an account, so that whoever
/// made the offer never has it. Rows of the vault keep it, with the code's SHA-256 alone. Safe from
/// any thread.
class InvitationList {
 public:
  static constexpr std::chrono::minutes lifetime{10};
  static constexpr std::size_t open_max = 1'000;  ///< beyond it the oldest are forgotten

  /// An offer: its code, and the rows that keep it and erase those that it ends.
  struct Offered {
    std::string code;
    std::vector<ledger::VaultChange> rows;
  };

  /// Takes what the vault has instead of what was there.
  void load(ledger::Reader& vault);
  /// Offers the access and returns the code: 26 characters, 130 bits. A stall has one open offer of
  /// a role, the newest: whoever may invite its first till alone could else keep a second for
  /// later. So has an account that is renewed.
  Offered offer(const Access& access, ledger::Instant now, ledger::Random& random,
                std::chrono::minutes good_for = lifetime,
                std::optional<Renewal> renews = std::nullopt);
  /// The offer that renews the account of that name, also after its end: until it is taken up the
  /// account lies nowhere else, so that it can be offered anew and its name is nobody else's.
  std::optional<Invitation> renewal_of(std::string_view name) const;
  /// Ends that offer and gives the rows that keep it so; nothing where there is none.
  std::vector<ledger::VaultChange> end_renewal(std::string_view name);
  /// What the code offers, while it is good; the code stays good.
  std::optional<Invitation> look(std::string_view code, ledger::Instant now) const;
  /// The same, once: the code is gone. Its erasure() is to be kept with what it became, or the
  /// invitation put back.
  std::optional<Invitation> take(std::string_view code, ledger::Instant now);
  /// What was taken came to nothing: the code is good again, unless a newer offer has ended it.
  void put_back(std::string_view code);
  /// The row of a code that is gone.
  static ledger::VaultChange erasure(std::string_view code);

 private:
  struct Offer {
    Invitation invitation;
    /// Opens nothing, but still counts as its stall's: its row lies in the vault until it is known
    /// what became of it.
    bool taken = false;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Offer, std::less<>> by_hash_;
};

}  // namespace chopay::api
