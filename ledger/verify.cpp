#include "ledger/verify.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "ledger/error.hpp"
#include "ledger/multiset.hpp"
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

/// Looks up, in a log whose entries are known to be whole, what only has to be compared as a set.
/// The slow way, taken when something is wrong already: the first entry whose key is not found.
std::optional<Seq> first_without_its_key(Reader& reader, const MarketId& market, Seq before) {
  std::optional<Seq> wrong;
  if (before == first_seq) return wrong;
  const auto limit = before == Seq{} ? everything : number(before) - 1;
  reader.read(market, Seq{}, limit, [&](const StoredEntry& stored) {
    const auto entry = decode(stored.bytes);
    if (entry && entry->key && reader.find_key(market, *entry->key) != stored.seq) {
      wrong = stored.seq;
    }
    return !wrong;
  });
  return wrong;
}

/// Compares the index of keys with the keys of the entries, as sets: both are read in their own
/// order, once.
class KeyCheck {
 public:
  KeyCheck(Reader& reader, const MarketId& market) : reader_(reader), market_(market) {}

  void add(const CreditKey& key, Seq seq) {
    expected_.add(member(key.day, key.bank, key.reference, key.account, seq));
  }

  /// True when the index has just the keys that were added, each where a look-up finds it.
  bool same() {
    bool sound = true;
    reader_.read_keys(market_, [&](const KeyRow& row) {
      indexed_.add(member(row.day, row.bank, row.reference, row.account, row.seq));
      // A row out of its order is there and yet not found.
      sound = row.well_typed && comes_after_the_last(row);
      return sound;
    });
    return sound && indexed_.same_as(expected_);
  }

 private:
  std::string_view member(BusinessDay day, std::string_view bank, std::string_view reference,
                          std::string_view account, Seq seq) {
    const Fixed fixed{number(seq), day.days(), static_cast<std::uint32_t>(bank.size()),
                      static_cast<std::uint32_t>(reference.size()),
                      static_cast<std::uint32_t>(account.size())};
    member_.resize(sizeof fixed + bank.size() + reference.size() + account.size());
    char* at = member_.data();
    std::memcpy(at, &fixed, sizeof fixed);
    at += sizeof fixed;
    for (const auto part : {bank, reference, account}) at = std::ranges::copy(part, at).out;
    return member_;
  }

  bool comes_after_the_last(const KeyRow& row) {
    const std::tuple<BusinessDay, std::string_view, std::string_view, std::string_view> last{
        last_.day, last_.bank, last_.reference, last_.account};
    const bool after = first_ || last < std::tuple{row.day, row.bank, row.reference, row.account};
    first_ = false;
    last_.day = row.day;
    last_.bank = row.bank;
    last_.reference = row.reference;
    last_.account = row.account;
    return after;
  }

  /// What of a key has one size, without gaps between.
  struct Fixed {
    std::uint64_t seq;
    std::int32_t day;
    std::uint32_t bank_size, reference_size, account_size;
  };
  static_assert(std::has_unique_object_representations_v<Fixed>);

  Reader& reader_;
  const MarketId& market_;
  SystemRandom random_;
  const FingerprintPoints points_ = FingerprintPoints::draw(random_);
  MultisetFingerprint expected_{points_};
  MultisetFingerprint indexed_{points_};
  std::string member_;
  CreditKey last_;  ///< of the index
  bool first_ = true;
};

/// The sums of postings by day and account, found without making a text for each, against the rows
/// that the store has of them: each must be the sum as of its own newest entry.
class TotalsCheck {
 public:
  explicit TotalsCheck(StoredTotals stored) : stored_(std::move(stored)) {
    for (const auto& row : stored_.rows) {
      auto& sum = sum_of({row.day, row.account});
      // A row out of its order is there and yet not found.
      const bool in_order = &row == stored_.rows.data() || comes_before(*(&row - 1), row);
      if (!in_order && !wrong_) wrong_ = name({row.day, row.account});
      sum.row = &row;
      sum.row_last = row.last;
    }
  }

  void add(const Entry& entry) {
    moved_.clear();
    for (const auto& posting : entry.postings) {
      const Place place{entry.day, posting.account};
      auto& sum = sum_of(place);
      ++sum.postings;
      sum.amount += posting.amount;
      moved_.emplace_back(place, static_cast<std::size_t>(&sum - sums_.data()));
    }
    for (const auto& [place, at] : moved_) look_at(place, sums_[at], entry.seq);
  }

  /// The first row found that is not what it should be, or is missing.
  std::optional<std::string> difference() {
    if (wrong_) return wrong_;
    for (const auto& row : stored_.rows) {
      if (!sum_of({row.day, row.account}).row_seen) return name({row.day, row.account});
    }
    return std::nullopt;
  }

 private:
  using Place = std::pair<BusinessDay, std::string_view>;
  struct OwnPlace {
    BusinessDay day;
    std::string account;
    explicit OwnPlace(const Place& place) : day(place.first), account(place.second) {}
    operator Place() const { return {day, account}; }
  };
  struct HashPlace {
    using is_transparent = void;
    std::size_t operator()(const Place& place) const {
      return boost::hash<std::string_view>{}(place.second) ^
             static_cast<std::size_t>(place.first.days()) * 0x9e3779b97f4a7c15u;
    }
  };
  struct SamePlace {
    using is_transparent = void;
    bool operator()(const Place& a, const Place& b) const { return a == b; }
  };
  struct Sum {
    std::int64_t postings = 0;
    Dong amount;
    const DayTotal* row = nullptr;  ///< as stored, if it is
    Seq row_last{};                 ///< its newest entry, which nearly always is enough to know
    bool row_seen = false;          ///< the entry came as of which the row is right
  };

  /// Valid until the next place is asked for.
  Sum& sum_of(const Place& place) {
    const auto known = places_.find(place);
    if (known != places_.end()) return sums_[known->second];
    places_.emplace(OwnPlace{place}, sums_.size());
    return sums_.emplace_back();
  }

  void look_at(const Place& place, Sum& sum, Seq seq) {
    const bool row_is_of_now = sum.row && sum.row_last == seq;
    if (row_is_of_now) sum.row_seen = true;
    const bool right =
        !row_is_of_now || (sum.postings == sum.row->postings && sum.amount == sum.row->amount);
    const bool lacks = !sum.row || sum.row_last < seq;
    if (wrong_ || (right && !(lacks && seq <= stored_.complete_to))) return;
    wrong_ = name(place) + (sum.row ? "" : " is missing");
  }

  static bool comes_before(const DayTotal& a, const DayTotal& b) {
    return std::tie(a.day, a.account) < std::tie(b.day, b.account);
  }
  static std::string name(const Place& place) {
    return to_string(place.first) + ' ' + std::string{place.second};
  }

  const StoredTotals stored_;
  boost::unordered_flat_map<OwnPlace, std::size_t, HashPlace, SamePlace> places_;  ///< in sums_
  std::vector<Sum> sums_;
  std::vector<std::pair<Place, std::size_t>> moved_;  ///< by the entry that is being added
  std::optional<std::string> wrong_;
};

/// Recomputes one market's log. Entry by entry first, then what the store derived from them.
class MarketCheck {
 public:
  MarketCheck(Reader& reader, const MarketHead& stored, const VerifyTrust& trust)
      : reader_(reader),
        stored_(stored),
        chain_(stored.market),
        proof_(reader, stored.market, key_of(stored.market, trust),
               outside_of(stored.market, trust)),
        keys_(reader, stored.market),
        totals_(reader.stored_totals(stored.market)) {}

  std::optional<Damage> run(VerifyReport::Market& report) {
    read_entries(report);
    report.head = chain_.head();
    if (!damage_ && chain_.head() != stored_.head) {
      note(Error{Errc::head_moved, "the stored head differs"});
    }
    if (!damage_) check_the_rest();
    report.signed_size = proof_.signed_size();
    if (damage_) look_for_an_earlier_key();
    return damage_;
  }

 private:
  bool note(Error error) {
    damage_ = Damage{stored_.market, seq_, std::move(error)};
    return false;
  }

  void read_entries(VerifyReport::Market& report) {
    Entry entry;
    reader_.read_rows(stored_.market, [&](const EntryRow& row) {
      seq_ = row.seq;
      if (!row.well_typed) return note(Error{Errc::structure_damaged, "values of another type"});
      if (auto next = chain_.next(row.seq, row.bytes, row.hash, entry); !next) {
        return note(next.error());
      }
      if (auto wrong = proof_.add(row.hash)) return note(std::move(*wrong));
      ++report.entries;
      totals_.add(entry);
      for (const auto& posting : entry.postings) {
        if (posting.account.starts_with("bank/")) report.received += posting.amount;
      }
      if (entry.key) keys_.add(*entry.key, entry.seq);
      return check_private(entry, row, report) && check_stall(entry, row);
    });
  }

  bool check_private(const Entry& entry, const EntryRow& row, VerifyReport::Market& report) {
    const auto& part = row.private_part;
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

  bool check_stall(const Entry& entry, const EntryRow& row) {
    const auto& stall = entry.stall.text();
    Seq before{};
    if (!stall.empty()) before = std::exchange(stalls_[stall], entry.seq);
    if (row.stall == stall && row.stall_before == before) return true;
    return note(Error{Errc::totals_mismatch, "the list of stall " + stall});
  }

  /// What belongs to no single entry.
  void check_the_rest() {
    seq_ = Seq{};
    if (auto wrong = proof_.finish()) {
      note(std::move(*wrong));
    } else if (auto total = totals_.difference()) {
      note(Error{Errc::totals_mismatch, std::move(*total)});
    } else if (!keys_.same()) {
      note(Error{Errc::key_mismatch});
    } else if (has_parts_without_entry()) {
      note(Error{Errc::hash_mismatch, "there are private parts without an entry"});
    } else {
      check_stall_heads();
    }
  }

  bool has_parts_without_entry() const {
    return !reader_.keeps_parts_in_rows() && reader_.private_count(stored_.market) != privates_;
  }

  void check_stall_heads() {
    const auto heads = reader_.stall_heads(stored_.market);
    const auto wrong = std::ranges::find_if(heads, [&](const auto& head) {
      const auto found = stalls_.find(head.first.text());
      return found == stalls_.end() || found->second != head.second;
    });
    if (wrong != heads.end()) {
      note(Error{Errc::totals_mismatch, "the list of stall " + wrong->first.text()});
    } else if (heads.size() != stalls_.size()) {
      note(Error{Errc::totals_mismatch, "a stall's list is missing"});
    }
  }

  /// Keys are compared when all entries were read; one that is wrong before the damage is first.
  void look_for_an_earlier_key() {
    if (const auto seq = first_without_its_key(reader_, stored_.market, damage_->seq)) {
      damage_ = Damage{stored_.market, *seq, Error{Errc::key_mismatch}};
    }
  }

  Reader& reader_;
  const MarketHead& stored_;
  ChainCheck chain_;
  ProofCheck proof_;
  KeyCheck keys_;
  TotalsCheck totals_;
  Seq seq_{};
  std::uint64_t privates_ = 0;
  boost::unordered_flat_map<std::string, Seq> stalls_;  ///< the newest entry of each so far
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
