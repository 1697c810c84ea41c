#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"
#include "merchant/report/period.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// Days of an incident log at most: every entry of them is read.
inline constexpr int incident_days_max = 31;
/// So many are listed, the oldest first; of the rest only the sums tell.
inline constexpr std::size_t incidents_max = 5'000;

/// Something that somebody looked at or should look at. No payer, no amount and no account is in
/// it, unless the board wrote one into a complaint.
struct Incident {
  ledger::Instant at;
  std::string_view code;  ///< of incident_forms
  StallId stall;          ///< empty: of none
  std::string source;     ///< of notices; empty: of none
  std::string detail;
  std::optional<ledger::Instant> ended = {};  ///< within the period
  std::string result = {};                    ///< how it ended
  ledger::Seq entry{};                        ///< that tells of it; 0: it is beside the log
  bool of_sales = false;                      ///< tells of the stall's sales
};

/// How an incident is called.
struct IncidentForm {
  std::string_view code;
  std::string_view title;
  bool ends = false;  ///< it lasts until something ends it
};

/// A message of a bank that a person must look at; it became no entry.
struct KeptAside {
  ledger::Instant at;
  std::string source;
};

/// What the log does not have; whoever may not see it passes nothing.
struct BesideTheLog {
  bool sticker_checks = false;          ///< the vault's rows are to be read
  bool complaints = false;              ///< the same
  std::vector<KeptAside> kept_aside{};  ///< of all days
};

/// The incidents of a period, oldest first.
struct Incidents {
  std::shared_ptr<const Registry> registry;
  Period period;
  std::vector<Incident> all;
  std::optional<std::int64_t> sticker_checks;  ///< stickers that were scanned; nothing: not read
  std::int64_t genuine_checks = 0;             ///< those that were the stall's own
  bool without_some = false;                   ///< those are left out that tell of sales
  ledger::Head head;
  ledger::Instant as_of;  ///< when the newest entry was written
};

/// Reads alarms, refused notices and changes of payee accounts from the log's entries of those
/// days, and what ended them in the period; and what is beside the log.
Incidents read_incidents(ledger::Reader& reader, std::shared_ptr<const Registry> registry,
                         const Period& period, const BesideTheLog& beside);

/// Without what tells of the sales of households that have not agreed.
Incidents board_view(Incidents whole);

/// BC-07.
Report incident_report(const Incidents& incidents);

/// All kinds, in the order in which they are summed. An incident of another code is a bug.
const std::vector<IncidentForm>& incident_forms();

}  // namespace chopay::merchant::report
