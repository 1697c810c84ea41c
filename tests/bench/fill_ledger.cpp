#include "tests/bench/fill_ledger.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace chopay::bench {
namespace {

using namespace ledger;

const auto first_day = parse_business_day("2026-01-01").value();

std::string numbered(const char* form, std::uint64_t number) {
  char text[32];
  const int length = std::snprintf(text, sizeof text, form, static_cast<unsigned long>(number));
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace

LedgerFiller::LedgerFiller(Store& store, Shape shape)
    : store_(store),
      shape_(shape),
      market_(MarketId::parse("ha-long-1").value()),
      head_(store.own_reader().head(market_)) {}

StallId LedgerFiller::stall(std::size_t number) const {
  return StallId::parse(numbered("A%04lu", number)).value();
}

BusinessDay LedgerFiller::day_of(std::uint64_t payment) const {
  return BusinessDay::from_days(first_day.days() +
                                static_cast<std::int32_t>(payment / shape_.payments_per_day));
}

Draft LedgerFiller::draft(std::uint64_t payment) {
  random_ = random_ * 6364136223846793005u + 1442695040888963407u;
  const auto number = static_cast<std::size_t>((random_ >> 33) % shape_.stalls);
  Draft draft;
  draft.market = market_;
  draft.kind = Kind::credit;
  draft.day = day_of(payment);
  draft.stall = stall(number);
  const auto account = numbered("%010lu", 1'017'000'000 + number);
  draft.key = CreditKey{draft.day, "970436", account, numbered("FT%012lu", payment)};
  const Dong dong{1'000 + static_cast<std::int64_t>(random_ >> 44)};
  draft.postings = {{"bank/970436/" + account, dong}, {"sales/" + draft.stall.text(), -dong}};
  draft.private_part = make_private_part(
      R"({"content":"thanh toan sap )" + draft.stall.text() + R"(","payer":"NGUYEN VAN A"})",
      salts_);
  draft.data = R"({"source":"sepay-main","occurred":"2026-01-01T01:02:03.000Z","verdict":"static",)"
               R"("reason":"sole_stall"})";
  return draft;
}

double LedgerFiller::add(std::uint64_t payments, std::size_t batch) {
  const auto now = parse_instant("2026-11-24T01:30:00.000Z").value();
  const auto start = std::chrono::steady_clock::now();
  std::vector<SealedEntry> entries;
  for (std::uint64_t done = 0; done < payments;) {
    entries.clear();
    store_.begin();
    const auto size = std::min<std::uint64_t>(batch, payments - done);
    for (std::uint64_t i = 0; i < size; ++i, ++done) {
      auto next_draft = draft(number(head_.seq));
      // As the appender looks for it.
      if (!edge_.is_beyond(store_.own_reader(), market_, *next_draft.key) &&
          store_.own_reader().find_key(market_, *next_draft.key)) {
        throw StoreFailure("a new key is there already");
      }
      edge_.add(market_, *next_draft.key);
      entries.push_back(seal(std::move(next_draft), next(head_.seq), head_.hash, now));
      head_ = {entries.back().entry.seq, entries.back().hash};
    }
    store_.append(entries, {});
    store_.between_batches(false);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return static_cast<double>(payments) / took.count();
}

}  // namespace chopay::bench
