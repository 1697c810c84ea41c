#include "merchant/report/frame.hpp"

#include "merchant/report/letterhead.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::merchant::report {
namespace {

/// The days as the foot of the paper names them.
std::string span_of(const Period& period) {
  const auto days = period.kind == Period::Kind::day ? "ngày " + format_day(period.from)
                                                     : "từ ngày " + format_day(period.from) +
                                                           " đến ngày " + format_day(period.to);
  return "Kỳ 00:00–24:00 " + days + " (giờ Việt Nam)";
}

}  // namespace

Report framed(const Registry& registry, const Period& period, ledger::Instant as_of,
              const ledger::Head& head) {
  Report report;
  report.market = registry.market.text();
  report.market_name = registry.name;
  report.from = period.from;
  report.to = period.to;
  const bool empty = as_of == ledger::Instant{};
  report.letterhead = letterhead_of(registry, empty ? period.to : ledger::business_day_of(as_of));
  report.subtitle = registry.name + " · " + format_period(period);
  report.signatures = signatures_of(registry);
  report.period = span_of(period);
  report.as_of = as_of;
  report.head = head;
  report.sandbox = registry.sandbox;
  return report;
}

std::string file_name_of(std::string_view code, const Registry& registry, const Period& period) {
  auto days = to_string(period);
  if (const auto dots = days.find(".."); dots != std::string::npos) days.replace(dots, 2, "_");
  return std::string{code} + "_" + registry.market.text() + "_" + days;
}

ledger::Instant time_of(ledger::Reader& reader, const MarketId& market, const ledger::Head& head) {
  ledger::Instant written{};
  if (head.seq == ledger::Seq{}) return written;
  const ledger::Seq before{ledger::number(head.seq) - 1};
  reader.read(market, before, 1, [&](const ledger::StoredEntry& stored) {
    if (const auto entry = ledger::decode(stored.bytes)) written = entry->at;
    return false;
  });
  return written;
}

}  // namespace chopay::merchant::report
