#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

/// What a customer complained of to the board, and how it ended. Its words may tell of people, who
/// may have them erased, so it is a row of the vault and no entry.
struct CustomerComplaint {
  std::string id;  ///< 16 hexadecimal digits
  ledger::Instant at;
  std::string stall;  ///< its code; empty: of none
  std::string text;   ///< one line, 1 to complaint_bytes_max bytes
  std::string by;     ///< who noted it
  std::optional<ledger::Instant> settled_at;
  std::string result;  ///< how it ended: as `text`; empty until then
};

inline constexpr std::size_t complaint_bytes_max = 200;
/// Complaints of a market that are kept: the newest.
inline constexpr std::size_t complaints_kept = 1'000;

/// The beginning of the names of a market's complaints; the id follows.
std::string complaints_of(const MarketId& market);
ledger::VaultChange complaint_row(const MarketId& market, const CustomerComplaint& complaint);
/// What a row has; nothing where it cannot be read.
std::optional<CustomerComplaint> read_complaint(std::string_view value);
/// All that are kept of the market, oldest first. Rows that cannot be read are passed over.
std::vector<CustomerComplaint> read_complaints(ledger::Reader& reader, const MarketId& market);
/// {"id","at","stall","text","by","settled_at","result"}; what is not there is null.
std::string to_json(const CustomerComplaint& complaint);

}  // namespace chopay::merchant
