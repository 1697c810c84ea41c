#include "gateway/api/invitation_list.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/api/access_keys.hpp"
#include "gateway/api/access_row.hpp"

namespace chopay::api {
namespace {

constexpr std::string_view invitation_prefix = "invitation/";

std::string invitation_row_name(std::string_view hash) {
  return std::string{invitation_prefix}.append(hash);
}

ledger::VaultChange invitation_row(std::string_view hash, const Invitation& invitation) {
  auto row = access_row(invitation.access);
  row["until"] = ledger::format_instant(invitation.until);
  row["code_secret"] = people::to_base32(invitation.secret);
  if (invitation.renews) {
    row["renews"] = invitation.renews->name;
    row["password"] = invitation.renews->password;
  }
  return {invitation_row_name(hash), boost::json::serialize(row)};
}

std::optional<Invitation> read_invitation(std::string_view text) {
  const auto row = read_row(text);
  if (!row) return std::nullopt;
  auto access = access_of_row(*row);
  const auto secret = people::code_secret_from(row_text(*row, "code_secret"));
  if (!access || !secret) return std::nullopt;
  Invitation invitation{std::move(*access), row_instant(*row, "until"), *secret};
  if (auto name = row_text(*row, "renews"); !name.empty()) {
    invitation.renews = Renewal{std::move(name), row_text(*row, "password")};
  }
  return invitation;
}

bool renews(const Invitation& invitation, std::string_view name) {
  return invitation.renews && invitation.renews->name == name;
}

/// True where the offer `made` ends the other one, which is open, at this time.
bool is_ended_by(const Invitation& other, const Invitation& made, ledger::Instant now) {
  if (other.renews) return made.renews && renews(other, made.renews->name);
  const bool replaced =
      is_of_a_stall(made.access.role) && other.access.market == made.access.market &&
      other.access.stall == made.access.stall && other.access.role == made.access.role;
  return replaced || other.until <= now;
}

}  // namespace

void InvitationList::load(ledger::Reader& vault) {
  const std::lock_guard lock{mutex_};
  by_hash_.clear();
  for (const auto& [name, value] : vault.vault_list(invitation_prefix)) {
    // One that cannot be read opens nothing, and goes with the next offer.
    auto invitation = read_invitation(value).value_or(Invitation{});
    by_hash_.emplace(name.substr(invitation_prefix.size()), Offer{std::move(invitation)});
  }
}

InvitationList::Offered InvitationList::offer(const Access& access, ledger::Instant now,
                                              ledger::Random& random, std::chrono::minutes good_for,
                                              std::optional<Renewal> renews) {
  static constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  std::array<std::uint8_t, 26> bytes;
  random.fill(bytes);
  Offered offered;
  for (const auto byte : bytes) offered.code += alphabet[byte & 31];
  const Invitation made{access, now + good_for, people::new_code_secret(random), std::move(renews)};
  const std::lock_guard lock{mutex_};
  const auto drop = [&](auto one) {
    offered.rows.push_back({invitation_row_name(one->first), std::nullopt});
    return by_hash_.erase(one);
  };
  for (auto one = by_hash_.begin(); one != by_hash_.end();) {
    const auto& [other, taken] = one->second;
    const bool ends = is_ended_by(other, made, now) || (taken && other.until <= now);
    one = ends ? drop(one) : std::next(one);
  }
  if (by_hash_.size() >= open_max) {
    drop(std::ranges::min_element(by_hash_, {}, [](const auto& one) {
      const auto& invitation = one.second.invitation;
      return std::pair{invitation.renews.has_value(), invitation.until};
    }));
  }
  auto hash = key_hash(offered.code);
  offered.rows.push_back(invitation_row(hash, made));
  by_hash_.insert_or_assign(std::move(hash), Offer{made});
  return offered;
}

std::optional<Invitation> InvitationList::renewal_of(std::string_view name) const {
  const std::lock_guard lock{mutex_};
  for (const auto& [hash, offer] : by_hash_) {
    if (!offer.taken && renews(offer.invitation, name)) return offer.invitation;
  }
  return std::nullopt;
}

std::vector<ledger::VaultChange> InvitationList::end_renewal(std::string_view name) {
  std::vector<ledger::VaultChange> rows;
  const std::lock_guard lock{mutex_};
  for (auto one = by_hash_.begin(); one != by_hash_.end();) {
    if (!renews(one->second.invitation, name)) {
      ++one;
      continue;
    }
    rows.push_back({invitation_row_name(one->first), std::nullopt});
    one = by_hash_.erase(one);
  }
  return rows;
}

std::optional<Invitation> InvitationList::look(std::string_view code, ledger::Instant now) const {
  const auto hash = key_hash(code);
  const std::lock_guard lock{mutex_};
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end() || found->second.taken) return std::nullopt;
  const auto& invitation = found->second.invitation;
  return invitation.until <= now ? std::nullopt : std::optional{invitation};
}

std::optional<Invitation> InvitationList::take(std::string_view code, ledger::Instant now) {
  auto invitation = look(code, now);
  if (!invitation) return std::nullopt;
  const auto hash = key_hash(code);
  const std::lock_guard lock{mutex_};
  const auto found = by_hash_.find(hash);
  // Whoever marks it has it: of two at once, one.
  if (found == by_hash_.end() || std::exchange(found->second.taken, true)) return std::nullopt;
  return invitation;
}

void InvitationList::put_back(std::string_view code) {
  const auto hash = key_hash(code);
  const std::lock_guard lock{mutex_};
  if (const auto found = by_hash_.find(hash); found != by_hash_.end()) found->second.taken = false;
}

ledger::VaultChange InvitationList::erasure(std::string_view code) {
  return {invitation_row_name(key_hash(code)), std::nullopt};
}

}  // namespace chopay::api
