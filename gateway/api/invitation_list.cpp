#include "gateway/api/invitation_list.hpp"

#include <algorithm>
#include <array>

#include "gateway/api/access_keys.hpp"

namespace chopay::api {

std::string InvitationList::offer(const Access& access, ledger::Instant now,
                                  ledger::Random& random) {
  static constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  std::array<std::uint8_t, 26> bytes;
  random.fill(bytes);
  std::string code;
  for (const auto byte : bytes) code += alphabet[byte & 31];
  const std::lock_guard lock{mutex_};
  std::erase_if(by_hash_, [&](const auto& one) {
    const auto& other = one.second.access;
    return one.second.until <= now ||
           (is_of_a_stall(access.role) && other.market == access.market &&
            other.stall == access.stall && other.role == access.role);
  });
  if (by_hash_.size() >= open_max) {
    by_hash_.erase(
        std::ranges::min_element(by_hash_, {}, [](const auto& one) { return one.second.until; }));
  }
  by_hash_.insert_or_assign(key_hash(code), Offer{access, now + lifetime});
  return code;
}

std::optional<Access> InvitationList::look(std::string_view code, ledger::Instant now) const {
  const auto hash = key_hash(code);
  const std::lock_guard lock{mutex_};
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end() || found->second.until <= now) return std::nullopt;
  return found->second.access;
}

std::optional<Access> InvitationList::take(std::string_view code, ledger::Instant now) {
  auto access = look(code, now);
  const std::lock_guard lock{mutex_};
  // Whoever erases it has it: of two at once, one.
  if (by_hash_.erase(key_hash(code)) == 0) return std::nullopt;
  return access;
}

}  // namespace chopay::api
