#include "ledger/postgres_addition.hpp"

#include <map>
#include <string>
#include <utility>

namespace chopay::ledger {
namespace {

using postgres::Array;
using postgres::Call;
using postgres::Parameters;

/// The first epoch of a log. What takes it over from its writer makes it one more.
constexpr std::int64_t first_epoch = 1;

constexpr std::string_view open_log =
    "INSERT INTO chain_head (market, epoch, seq, hash, opened) "
    "SELECT $1, $2, 0, $3, count(*) FROM chain_head ON CONFLICT (market) DO NOTHING";

/// The head moves from where it is expected, or nothing else happens and 1/0 ends the transaction.
/// The sums are read from what is committed: a head that is as expected was seen with all that came
/// before it.
constexpr std::string_view add_to_log = R"(
WITH was AS MATERIALIZED (
  SELECT checkpoint_day, checkpoint_size, checkpoint_note FROM chain_head WHERE market = $1),
moved AS (
  UPDATE chain_head SET seq = $5, hash = $6,
    checkpoint_day = coalesce($22, checkpoint_day),
    checkpoint_size = coalesce($23, checkpoint_size),
    checkpoint_note = coalesce($24, checkpoint_note)
  WHERE market = $1 AND epoch = $2 AND seq = $3 AND hash = $4
    AND coalesce($22 >= checkpoint_day AND $23 >= checkpoint_size, true) RETURNING 1),
entries AS (
  INSERT INTO entry (market, seq, stall, hash, bytes)
  SELECT $1, $3 + u.place, u.stall, u.hash, u.bytes
  FROM unnest($7, $8, $9) WITH ORDINALITY u (stall, hash, bytes, place)
  WHERE EXISTS (SELECT 1 FROM moved)),
privates AS (
  INSERT INTO entry_private (market, seq, bytes)
  SELECT $1, u.seq, u.bytes FROM unnest($10, $11) u (seq, bytes)
  WHERE EXISTS (SELECT 1 FROM moved)),
keys AS (
  INSERT INTO credit_key (market, day, bank, reference, account, seq)
  SELECT $1, u.day, u.bank, u.reference, u.account, u.seq
  FROM unnest($12, $13, $14, $15, $16) u (day, bank, reference, account, seq)
  WHERE EXISTS (SELECT 1 FROM moved)),
totals AS (
  INSERT INTO day_total (market, day, account, last_seq, postings, amount)
  SELECT $1, u.day, u.account, u.last_seq,
    u.postings + coalesce(before.postings, 0), u.amount + coalesce(before.amount, 0)
  FROM unnest($17, $18, $19, $20, $21) u (day, account, last_seq, postings, amount)
  LEFT JOIN LATERAL (
    SELECT t.postings, t.amount FROM day_total t
    WHERE t.market = $1 AND t.day = u.day AND t.account = u.account
    ORDER BY t.last_seq DESC LIMIT 1) before ON true
  WHERE EXISTS (SELECT 1 FROM moved)),
kept AS (
  INSERT INTO checkpoint (market, day, size, note)
  SELECT $1, checkpoint_day, checkpoint_size, checkpoint_note FROM was
  WHERE checkpoint_day < $22 AND EXISTS (SELECT 1 FROM moved))
SELECT 1 / (SELECT count(*) FROM moved))";

constexpr std::string_view hold_head =
    "SELECT 1 / (SELECT count(*) FROM "
    "(SELECT 1 FROM chain_head WHERE market = $1 AND epoch = $2 FOR UPDATE) held)";

constexpr std::string_view add_tile =
    "INSERT INTO tile (market, level, n, hash) VALUES ($1, $2, $3, $4)";

std::int64_t stored(Seq seq) {
  return static_cast<std::int64_t>(number(seq));
}

/// Sums of the batch's postings by day and account.
struct Sum {
  std::int64_t postings = 0;
  Dong amount;
  Seq last{};
};
using Sums = std::map<std::pair<BusinessDay, std::string_view>, Sum>;

Sums sums_of(const std::vector<const SealedEntry*>& entries) {
  Sums sums;
  for (const auto* sealed : entries) {
    for (const auto& posting : sealed->entry.postings) {
      auto& sum = sums[{sealed->entry.day, posting.account}];
      ++sum.postings;
      sum.amount += posting.amount;
      sum.last = sealed->entry.seq;
    }
  }
  return sums;
}

void add_entries(Parameters& parameters, const std::vector<const SealedEntry*>& entries) {
  Array stalls;
  Array hashes;
  Array bytes;
  Array private_seqs;
  Array privates;
  for (const auto* sealed : entries) {
    const auto& entry = sealed->entry;
    entry.stall.empty() ? stalls.add_null() : stalls.add_bytes(entry.stall.text());
    hashes.add_bytes(sealed->hash);
    bytes.add_bytes(sealed->bytes);
    if (!entry.private_hash) continue;
    private_seqs.add(stored(entry.seq));
    privates.add_bytes(sealed->private_part);
  }
  parameters.texts(stalls).byte_arrays(hashes).byte_arrays(bytes);
  parameters.numbers(private_seqs).byte_arrays(privates);
}

void add_keys(Parameters& parameters, const std::vector<const SealedEntry*>& entries) {
  Array days;
  Array banks;
  Array references;
  Array accounts;
  Array seqs;
  for (const auto* sealed : entries) {
    if (const auto& key = sealed->entry.key) {
      days.add(key->day.days());
      banks.add_bytes(key->bank);
      references.add_bytes(key->reference);
      accounts.add_bytes(key->account);
      seqs.add(stored(sealed->entry.seq));
    }
  }
  parameters.numbers(days).byte_arrays(banks).byte_arrays(references).byte_arrays(accounts);
  parameters.numbers(seqs);
}

void add_sums(Parameters& parameters, const std::vector<const SealedEntry*>& entries) {
  Array days;
  Array accounts;
  Array last;
  Array postings;
  Array amounts;
  for (const auto& [place, sum] : sums_of(entries)) {
    days.add(place.first.days());
    accounts.add_bytes(place.second);
    last.add(stored(sum.last));
    postings.add(sum.postings);
    amounts.add(sum.amount.count());
  }
  parameters.numbers(days).byte_arrays(accounts).numbers(last).numbers(postings).numbers(amounts);
}

void add_checkpoint(Parameters& parameters, const Seal* seal) {
  if (seal && seal->checkpoint) {
    const auto& checkpoint = *seal->checkpoint;
    parameters.number(checkpoint.day.days())
        .number(static_cast<std::int64_t>(checkpoint.size))
        .text(checkpoint.note);
  } else {
    parameters.no_number().no_number().no_text();
  }
}

}  // namespace

Call held_head(const MarketId& market, std::int64_t epoch) {
  return {hold_head, Parameters{}.text(market.text()).number(epoch)};
}

std::int64_t epoch_of(const PostgresAddition& addition) {
  return addition.epoch == 0 ? first_epoch : addition.epoch;
}

std::vector<Call> calls_of(const MarketId& market, const PostgresAddition& addition) {
  std::vector<Call> calls;
  const auto epoch = epoch_of(addition);
  if (addition.epoch == 0) {
    calls.push_back({open_log, Parameters{}.text(market.text()).number(epoch).bytes(Hash{})});
  }
  Parameters added;
  added.text(market.text()).number(epoch);
  added.number(stored(addition.from.seq)).bytes(addition.from.hash);
  added.number(stored(addition.to.seq)).bytes(addition.to.hash);
  add_entries(added, addition.entries);
  add_keys(added, addition.entries);
  add_sums(added, addition.entries);
  add_checkpoint(added, addition.seal);
  calls.push_back({add_to_log, std::move(added)});
  if (!addition.seal) return calls;
  for (const auto& tile : addition.seal->filled) {
    calls.push_back({add_tile, Parameters{}
                                   .text(market.text())
                                   .number(tile.level)
                                   .number(static_cast<std::int64_t>(tile.index))
                                   .bytes(tile.hash)});
  }
  return calls;
}

}  // namespace chopay::ledger
