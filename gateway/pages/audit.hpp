#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"
#include "ledger/entry.hpp"
#include "ledger/note.hpp"

namespace chopay::pages {

/// One entry of the log as the audit page lists it.
struct AuditRow {
  ledger::Seq seq{};
  ledger::Hash hash{};
  /// Nothing where the reader may not see what it tells: then its place and hash stand alone.
  std::optional<ledger::Entry> entry;
};

/// Somebody was shown who paid; what the reader may not see of it is empty.
struct PayerViewRow {
  ledger::Instant at{};
  std::string by;
  std::string stall;
  ledger::Seq credit{};
};

struct AuditLook {
  std::string market_id;
  std::string market_name;
  bool sandbox = false;
  std::vector<AuditRow> rows;                  ///< newest first
  bool newest = true;                          ///< the rows begin with the newest there is
  std::optional<ledger::Note> checkpoint;      ///< the newest; nothing where the log is not signed
  std::string key;                             ///< of the log, as its text; empty where not signed
  std::optional<ledger::Note> cosigned;        ///< the newest that witnesses have signed
  std::vector<std::string> witnesses = {};     ///< their names, in that note
  std::vector<PayerViewRow> payer_views = {};  ///< newest first
  Language language = Language::vietnamese;
};

/// How many entries a page of the log has.
inline constexpr std::uint64_t audit_rows_max = 20;

/// The board's audit page at /board/audit?before=SEQ: the newest entries of the market's log, the
/// checkpoint that is signed over all of them, and who else has signed it. Each entry can be proved
/// in the page: its receipt is fetched and checked there against that checkpoint's key. Private
/// parts are never shown: they are no part of an entry.
http::Response audit_page(const AuditLook& look);

}  // namespace chopay::pages
