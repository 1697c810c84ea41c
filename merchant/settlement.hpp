#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"
#include "merchant/request.hpp"

namespace chopay::merchant {

/// Money of one day, of a stall, a zone or the market. All amounts in đồng, ≥ 0.
struct DayFigures {
  std::int64_t count = 0;  ///< credits that stalls received
  Dong gross;              ///< what they came to
  Dong refunds;            ///< given back
  Dong unmatched;          ///< received, but no stall can be named: not in gross
  std::int64_t unmatched_count = 0;
  std::int64_t refund_count = 0;  ///< how often something was given back

  Dong net() const { return gross - refunds; }
  DayFigures& operator+=(const DayFigures& other);
};

struct StallSettlement {
  StallId stall;
  std::string name;
  std::string household;
  DayFigures figures;
  ledger::Seq last{};  ///< the newest entry of its sales; 0: none
};

struct ZoneSettlement {
  std::string zone;
  std::string name;
  DayFigures figures;
  std::vector<StallSettlement> stalls;  ///< those that are listed, by number
  std::int64_t stalls_all = 0;
  std::int64_t stalls_active = 0;  ///< that received a credit
  bool hidden = false;  ///< its figures may not be seen and are not here (board_view.hpp)
};

/// How many points of a trade group there are, and how many received a credit: counts, no money.
struct TradePoints {
  std::string trade;  ///< may be empty: not told
  std::int64_t all = 0;
  std::int64_t active = 0;
};

/// What a market board signs for one business day: gross + unmatched − refunds is the sum of the
/// day's postings to bank accounts, to the đồng.
struct Settlement {
  ledger::BusinessDay date;
  MarketId market;
  std::string market_name;
  DayFigures totals;
  std::vector<ZoneSettlement> zones;
  ledger::Head head;                     ///< the log's end at which this holds
  bool sandbox = false;                  ///< play money: no paper that leaves the house may hide it
  std::vector<TradePoints> trades = {};  ///< by name
  bool hidden = false;  ///< the totals but for unmatched money may not be seen and are not here
};

/// The day's figures of the whole market, and how many stalls received a credit on it.
struct MarketDay {
  ledger::BusinessDay date;
  DayFigures figures;
  std::int64_t stalls_active = 0;
};
MarketDay market_day(ledger::BusinessDay date, const ledger::DayTotals& sums);

/// Adds up a day. Every stall and zone of the registry is listed, also those without a sale.
/// Throws std::logic_error where the postings do not explain the bank accounts: a broken ledger.
Settlement settle(const Registry& registry, ledger::BusinessDay date,
                  const ledger::DayTotals& sums);

/// {"date","market","totals":{…},"zones":[{…,"stalls_all","stalls_active","stalls":[…]}],
/// "head":{"seq","hash"}}; figures that are hidden are null.
std::string to_json(const Settlement& settlement);
/// One row a stall, a sum row a zone, one of the market; UTF-8 with BOM, CRLF, separated by `;`
/// (what a Vietnamese spreadsheet opens in columns) or `,`. Cells that begin with = + - @ are
/// guarded. The last line names the day, the ledger's head, and a sandbox market as one.
std::string to_csv(const Settlement& settlement, char separator = ';');

}  // namespace chopay::merchant
