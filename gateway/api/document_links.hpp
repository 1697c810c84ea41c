#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/api/services.hpp"
#include "gateway/api/settlement_of.hpp"

namespace chopay::api {

inline constexpr int link_days_default = 7;
inline constexpr int link_days_max = 31;
/// Links of a market that are good at the same time.
inline constexpr std::size_t links_max = 100;
/// Of the token in an address; a longer one is none.
inline constexpr std::size_t link_token_bytes_max = 64;
/// So long it is told that a link has expired; then nothing is known of it any more.
inline constexpr std::chrono::days link_remembered{30};

/// An address under which whoever has it reads one settlement document, as the board may see it.
/// The vault has the SHA-256 of its token alone: the address is shown once.
struct DocumentLink {
  merchant::MarketId market;
  DocumentWish wish;
  ledger::Instant made_at;
  ledger::Instant expires_at;
  std::string by;  ///< who made it
};

/// The beginning of the names of a market's links; the hash of a token follows.
std::string document_links_of(const merchant::MarketId& market);
ledger::VaultChange document_link_row(std::string_view hash, const DocumentLink& link);
/// Reads the value of a row of that market; nothing where it is none.
std::optional<DocumentLink> read_document_link(const merchant::MarketId& market,
                                               std::string_view value);

/// What an address leads to: nothing for one that was never given out or was taken back. `busy`
/// where it cannot be looked up now. A hash is looked up, so no time tells how near a guess was.
struct FoundLink {
  bool busy = false;
  std::optional<DocumentLink> link;  ///< may have expired
};
net::Task<FoundLink> find_document_link(Services& services, net::Loop& loop, std::string market,
                                        std::string token);

}  // namespace chopay::api
