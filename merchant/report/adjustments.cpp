#include "merchant/report/adjustments.hpp"

#include <map>
#include <optional>
#include <utility>

#include "merchant/entry_data.hpp"
#include "merchant/log_search.hpp"
#include "merchant/money_data.hpp"

namespace chopay::merchant::report {
namespace {

using ledger::Entry;

/// So long before the period it is looked why money goes back.
constexpr std::chrono::days refunds_asked_before{7};

std::vector<StallId> stalls_of(const std::vector<CreditPart>& parts) {
  std::vector<StallId> stalls;
  for (const auto& [stall, amount] : by_stall(parts)) {
    if (!stall.empty()) stalls.push_back(stall);
  }
  return stalls;
}

Adjustment allocation_of(const Entry& entry) {
  auto data = read_allocation(entry);
  const bool back = data.undoes != ledger::Seq{};
  return {entry.at,
          entry.day,
          back ? adjusted_back : adjusted_parts,
          stalls_of(data.credit.parts),
          stalls_of(data.parts),
          data.credit.amount,
          std::move(data.why),
          entry.seq};
}

class AdjustmentScan {
 public:
  explicit AdjustmentScan(Instant from) : from_(from) {}

  void take(const Entry& entry) {
    switch (entry.kind) {
      case ledger::Kind::refund_requested: {
        auto asked = read_refund_requested(entry);
        asked_[asked.refund.id] = std::move(asked.refund.why);
        return;
      }
      case ledger::Kind::refund_paid:
        return add(entry, [&] { return refund_of(entry); });
      case ledger::Kind::allocation:
        return add(entry, [&] { return allocation_of(entry); });
      case ledger::Kind::credit:
        if (!entry.key || entry.key->day == entry.day) return;
        return add(entry, [&] { return late_of(entry); });
      default:
        return;
    }
  }

  std::vector<Adjustment> finish() { return std::move(found_); }

 private:
  template <class Read>
  void add(const Entry& entry, Read read) {
    if (entry.at >= from_) found_.push_back(read());
  }

  Adjustment refund_of(const Entry& entry) {
    const auto paid = read_refund_paid(entry);
    const auto asked = asked_.find(paid.refund);
    std::vector<StallId> from;
    if (!entry.stall.empty()) from.push_back(entry.stall);
    return {entry.at,
            entry.day,
            adjusted_refund,
            std::move(from),
            {},
            paid.amount,
            asked == asked_.end() ? std::string{} : asked->second,
            entry.seq};
  }

  static Adjustment late_of(const Entry& entry) {
    std::vector<StallId> to;
    if (!entry.stall.empty()) to.push_back(entry.stall);
    return {entry.at, entry.day, adjusted_late, {}, std::move(to), received_at_bank(entry),
            "",       entry.seq};
  }

  const Instant from_;
  std::map<std::string, std::string> asked_;  ///< why, by the refund's id
  std::vector<Adjustment> found_;
};

}  // namespace

std::vector<Adjustment> read_adjustments(ledger::Reader& reader, const MarketId& market,
                                         const Period& period, ledger::Seq head) {
  const Instant from{period.from.date() - ledger::vietnam_offset};
  const Instant to{period.to.date() + std::chrono::days{1} - ledger::vietnam_offset};
  AdjustmentScan scan{from};
  const auto after = last_before(reader, market, from - refunds_asked_before, head);
  read_entries(reader, market, after, head, [&](const Entry& entry) {
    if (entry.at >= to) return false;
    scan.take(entry);
    return true;
  });
  return scan.finish();
}

}  // namespace chopay::merchant::report
