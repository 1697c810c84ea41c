#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/pages/bank_delay.hpp"
#include "ledger/clock.hpp"

namespace chopay::pages {

/// One message of a source, and what became of it.
struct SourceMessage {
  std::uint64_t number = 0;
  ledger::Instant received_at;
  std::string outcome;  ///< as in the delivery log
  int status = 0;       ///< of our answer
  std::string why;      ///< may be empty
};

struct SourceLook {
  std::string id;
  std::string kind;
  std::optional<ledger::Instant> heard_at;  ///< since the start; nothing: not yet
  bool silent = false;                      ///< for longer than its settings allow, or half an hour
  std::vector<std::pair<std::string, std::int64_t>> last_day;  ///< messages by outcome
  std::vector<SourceMessage> newest;                           ///< newest first; a few
};

struct SourcesLook {
  std::string market_name;  ///< empty where whoever looks belongs to none
  bool sandbox = false;
  bool signed_in = false;  ///< then what changes something names the session
  bool may_run = false;    ///< sees messages and may try a source
  bool has_board = false;  ///< there is a board to go back to
  std::vector<SourceLook> sources;
  std::vector<BankDelayLook> delays;
  Language language = Language::vietnamese;
};

/// The page of the sources of bank notices at /board/sources: whether each is heard, what it sent
/// last, how fast each bank is; and a button that sends a test notice, which cannot become money.
http::Response sources_page(const SourcesLook& look);

}  // namespace chopay::pages
