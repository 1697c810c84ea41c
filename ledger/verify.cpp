#include "ledger/verify.hpp"

#include <limits>
#include <map>
#include <utility>

#include "ledger/error.hpp"
#include "ledger/proof_check.hpp"
#include "ledger/replay.hpp"

namespace chopay::ledger {
namespace {

constexpr std::size_t everything = std::numeric_limits<std::size_t>::max();

std::optional<VerifierKey> key_of(const MarketId& market, const VerifyTrust& trust) {
  if (!trust.signer) return std::nullopt;
  return trust.signer->verifier(market);
}

std::optional<Checkpoint> outside_of(const MarketId& market, const VerifyTrust& trust) {
  if (!trust.outside || trust.outside->origin != trust.signer->origin(market)) return std::nullopt;
  return trust.outside;
}

bool is_of_a_market(const Checkpoint& checkpoint, Reader& reader, const LogIdentity& signer) {
  for (const auto& stored : reader.heads()) {
    if (checkpoint.origin == signer.origin(stored.market)) return true;
  }
  return false;
}

/// Recomputes one market's log. Entry by entry first, then what the store derived from them.
class MarketCheck {
 public:
  MarketCheck(Reader& reader, const MarketHead& stored, const VerifyTrust& trust)
      : reader_(reader),
        stored_(stored),
        chain_(stored.market),
        proof_(reader, stored.market, key_of(stored.market, trust),
               outside_of(stored.market, trust)) {}

  std::optional<Damage> run(VerifyReport::Market& report) {
    reader_.read(stored_.market, Seq{}, everything, [&](const StoredEntry& stored) {
      seq_ = stored.seq;
      const auto entry = chain_.next(stored);
      if (!entry) return note(entry.error());
      if (auto wrong = proof_.add(stored.hash)) return note(std::move(*wrong));
      count(*entry, report);
      return check_private(*entry, report) && check_key(*entry);
    });
    report.head = chain_.head();
    if (damage_) return damage_;
    if (chain_.head() != stored_.head) note(Error{Errc::head_moved, "the stored head differs"});
    seq_ = Seq{};
    if (!damage_) {
      if (auto wrong = proof_.finish()) note(std::move(*wrong));
    }
    report.signed_size = proof_.signed_size();
    if (!damage_) check_totals();
    if (!damage_ && reader_.key_count(stored_.market) != keys_) note(Error{Errc::key_mismatch});
    if (!damage_ && reader_.private_count(stored_.market) != privates_) {
      note(Error{Errc::hash_mismatch, "there are private parts without an entry"});
    }
    if (!damage_) check_stall_lists();
    return damage_;
  }

 private:
  bool note(Error error) {
    damage_ = Damage{stored_.market, seq_, std::move(error)};
    return false;
  }

  void count(const Entry& entry, VerifyReport::Market& report) {
    ++report.entries;
    if (!entry.stall.empty()) stalls_[entry.stall].push_back(entry.seq);
    for (const auto& posting : entry.postings) {
      auto& total = totals_[{entry.day, posting.account}];
      total.day = entry.day;
      total.account = posting.account;
      ++total.postings;
      total.amount += posting.amount;
      total.last = entry.seq;
      if (posting.account.starts_with("bank/")) report.received += posting.amount;
    }
  }

  bool check_private(const Entry& entry, VerifyReport::Market& report) {
    const auto part = reader_.private_part(stored_.market, entry.seq);
    if (part.has_value() != entry.private_hash.has_value()) {
      return note(Error{Errc::hash_mismatch, "the private part is missing or has no commitment"});
    }
    if (!part) return true;
    ++privates_;
    if (part->empty()) {
      ++report.erased;
      return true;
    }
    if (sha256({*part}) == *entry.private_hash) return true;
    return note(Error{Errc::hash_mismatch, "the private part was changed"});
  }

  bool check_key(const Entry& entry) {
    if (!entry.key) return true;
    ++keys_;
    if (reader_.find_key(stored_.market, *entry.key) == entry.seq) return true;
    return note(Error{Errc::key_mismatch});
  }

  void check_totals() {
    auto expected = totals_.begin();
    for (const auto& total : reader_.all_totals(stored_.market)) {
      if (expected == totals_.end() || !(expected->second == total)) {
        note(Error{Errc::totals_mismatch, to_string(total.day) + " " + total.account});
        return;
      }
      ++expected;
    }
    if (expected != totals_.end()) {
      note(Error{Errc::totals_mismatch,
                 to_string(expected->second.day) + " " + expected->second.account + " is missing"});
    }
  }

  void check_stall_lists() {
    for (const auto& [stall, seqs] : stalls_) {
      const auto list = reader_.stall_page(stored_.market, stall, Seq{}, everything);
      const bool same = std::equal(list.begin(), list.end(), seqs.rbegin(), seqs.rend(),
                                   [](const StoredEntry& a, Seq b) { return a.seq == b; });
      if (!same) {
        note(Error{Errc::totals_mismatch, "the list of stall " + stall.text()});
        return;
      }
    }
  }

  Reader& reader_;
  const MarketHead& stored_;
  ChainCheck chain_;
  ProofCheck proof_;
  Seq seq_{};
  std::uint64_t keys_ = 0;
  std::uint64_t privates_ = 0;
  std::map<std::pair<BusinessDay, std::string>, DayTotal> totals_;
  std::map<StallId, std::vector<Seq>> stalls_;
  std::optional<Damage> damage_;
};

}  // namespace

VerifyReport verify(Reader& reader, const VerifyTrust& trust) {
  VerifyReport report;
  const FrozenView view{reader};
  if (trust.outside && !is_of_a_market(*trust.outside, reader, *trust.signer)) {
    report.damage = Damage{{}, Seq{}, Error{Errc::wrong_market, trust.outside->origin}};
    return report;
  }
  for (const auto& stored : reader.heads()) {
    report.markets.push_back({stored.market, {}, 0, 0, {}, 0});
    report.damage = MarketCheck{reader, stored, trust}.run(report.markets.back());
    if (report.damage) return report;
  }
  // Last, since an entry that is named tells more.
  if (auto damage = reader.structure_damage()) {
    report.damage = Damage{{}, Seq{}, Error{Errc::structure_damaged, std::move(*damage)}};
  }
  return report;
}

}  // namespace chopay::ledger
