#include "gateway/payos/order_history.hpp"

#include <algorithm>
#include <utility>

#include "merchant/entry_data.hpp"
#include "merchant/money_data.hpp"

namespace chopay::payos {
namespace {

using ledger::Dong;
using ledger::Entry;
using ledger::Kind;
using ledger::Seq;
using merchant::CreditPart;

/// A stall's list is read in pieces of so many, since most orders are among its newest.
constexpr std::size_t page_entries = 256;
/// Some months of a busy stall: an order waits for six days at most.
constexpr std::size_t entries_max = 100'000;

Dong share_of(const std::vector<CreditPart>& parts, const std::string& id) {
  Dong share;
  for (const auto& part : parts) {
    if (part.request == id) share += part.amount;
  }
  return share;
}

bool touches(const Entry& entry, const std::string& id) {
  switch (entry.kind) {
    case Kind::request_opened:
      return merchant::read_request_opened(entry).request.id == id;
    case Kind::request_cancelled:
      return merchant::read_request_cancelled(entry).id == id;
    case Kind::rest_requested:
      return merchant::read_rest_requested(entry).id == id;
    case Kind::credit:
      return merchant::read_credit(entry).request == id;
    case Kind::allocation: {
      const auto data = merchant::read_allocation(entry);
      return !share_of(data.parts, id).is_zero() || !share_of(data.credit.parts, id).is_zero();
    }
    default:
      return false;
  }
}

/// The entries that touch the order, newest first, back to the one that opened it.
std::vector<Entry> entries_of(ledger::Reader& reader, const merchant::MarketId& market,
                              const merchant::StallId& stall, const std::string& id, Seq upto) {
  std::vector<Entry> entries;
  auto before = ledger::next(upto);
  for (std::size_t seen = 0; seen < entries_max;) {
    const auto page = reader.stall_page(market, stall, before, page_entries);
    for (const auto& stored : page) {
      auto entry = ledger::decode(stored.bytes).value();
      if (!touches(entry, id)) continue;
      entries.push_back(std::move(entry));
      if (entries.back().kind == Kind::request_opened) return entries;
    }
    if (page.size() < page_entries) break;
    seen += page.size();
    before = page.back().seq;
  }
  return entries;
}

void give(OrderHistory& history, Seq credit, Dong amount) {
  auto& credits = history.credits;
  std::erase_if(credits, [&](const OrderCredit& one) { return one.seq == credit; });
  if (!amount.is_zero()) credits.push_back({credit, amount});
}

void fold(OrderHistory& history, const Entry& entry) {
  auto& request = history.request;
  if (entry.kind == Kind::request_opened) {
    request = merchant::read_request_opened(entry).request;
  } else if (!request) {
    return;
  } else if (entry.kind == Kind::request_cancelled) {
    request->cancelled_at = entry.at;
  } else if (entry.kind == Kind::rest_requested) {
    request->rests.push_back(merchant::read_rest_requested(entry).rest);
  } else if (entry.kind == Kind::credit) {
    const auto amount = merchant::received_at_bank(entry);
    request->receive(amount, merchant::read_credit(entry).occurred_at);
    give(history, entry.seq, amount);
  } else {
    const auto data = merchant::read_allocation(entry);
    const auto before = share_of(data.credit.parts, request->id);
    const auto after = share_of(data.parts, request->id);
    if (!before.is_zero()) request->release(before);
    if (!after.is_zero()) request->receive(after, data.credit.occurred_at);
    give(history, data.credit.seq, after);
  }
}

}  // namespace

OrderHistory fold_order(ledger::Reader& reader, const merchant::MarketId& market,
                        const merchant::StallId& stall, const std::string& id, Seq upto) {
  auto entries = entries_of(reader, market, stall, id, upto);
  std::reverse(entries.begin(), entries.end());
  OrderHistory history;
  for (const auto& entry : entries) {
    history.paid_before_last = history.paid();
    fold(history, entry);
  }
  return history;
}

}  // namespace chopay::payos
