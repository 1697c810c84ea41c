#include "ledger/export.hpp"

#include <charconv>
#include <istream>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "ledger/error.hpp"
#include "ledger/replay.hpp"

namespace chopay::ledger {
namespace {

constexpr std::size_t batch_entries = 2'048;
/// An entry, or a private part in hexadecimal: SQLite takes a million bytes.
constexpr std::size_t line_bytes_max = 2'100'000;
constexpr std::string_view private_start = R"({"private_of":)";

std::optional<std::string> bytes_of_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    unsigned value = 0;
    const char* const end = hex.data() + at + 2;
    if (std::from_chars(hex.data() + at, end, value, 16).ptr != end) return std::nullopt;
    bytes += static_cast<char>(value);
  }
  return bytes;
}

struct PrivateLine {
  Seq seq{};
  std::string bytes;
};

std::optional<PrivateLine> read_private_line(std::string_view line) {
  line.remove_prefix(private_start.size());
  std::uint64_t seq = 0;
  const auto end = std::from_chars(line.data(), line.data() + line.size(), seq).ptr;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  constexpr std::string_view before = R"(,"hex":")";
  constexpr std::string_view after = R"("})";
  if (!line.starts_with(before) || !line.ends_with(after) ||
      line.size() < before.size() + after.size()) {
    return std::nullopt;
  }
  line.remove_prefix(before.size());
  line.remove_suffix(after.size());
  auto bytes = bytes_of_hex(line);
  if (!bytes) return std::nullopt;
  return PrivateLine{Seq{seq}, std::move(*bytes)};
}

/// Takes line by line and appends batch by batch.
class Import {
 public:
  explicit Import(Store& store) : store_(store) {}

  Result<void> take(std::string_view line) {
    if (line.size() > line_bytes_max) return Error{Errc::bad_entry, "a line over its limit"};
    return line.starts_with(private_start) ? take_private(line) : take_entry(line);
  }

  Result<MarketHead> finish() {
    if (!chain_) return Error{Errc::not_found, "there is no entry in it"};
    flush();
    return MarketHead{market_, chain_->head()};
  }

 private:
  Result<void> take_entry(std::string_view line) {
    auto entry = decode(line);
    if (!entry) return entry.error();
    if (!chain_) {
      market_ = entry->market;
      if (store_.own_reader().head(market_) != Head{}) {
        return Error{Errc::already_there, "market " + market_.text()};
      }
      chain_.emplace(market_);
    }
    StoredEntry stored{entry->seq, std::string{line}, leaf_hash(line)};
    auto next = chain_->next(stored);
    if (!next) return next.error();
    if (batch_.size() >= batch_entries) flush();
    batch_.push_back({std::move(*next), std::move(stored.bytes), stored.hash, {}});
    return {};
  }

  Result<void> take_private(std::string_view line) {
    auto part = read_private_line(line);
    if (!part) return Error{Errc::bad_entry, "a private part of another form"};
    if (batch_.empty() || batch_.back().entry.seq != part->seq) {
      return Error{Errc::bad_entry, "a private part that does not follow its entry"};
    }
    auto& sealed = batch_.back();
    if (!part->bytes.empty() && sealed.entry.private_hash != sha256({part->bytes})) {
      return Error{Errc::hash_mismatch, "the private part is not the entry's"};
    }
    sealed.private_part = std::move(part->bytes);
    return {};
  }

  void flush() {
    store_.begin();
    store_.append(batch_, {});
    store_.between_batches(false);
    batch_.clear();
  }

  Store& store_;
  MarketId market_;
  std::optional<ChainCheck> chain_;
  std::vector<SealedEntry> batch_;
};

}  // namespace

Result<Head> export_market(Reader& reader, const MarketId& market, std::ostream& out) {
  const FrozenView view{reader};
  const auto head = reader.head(market);
  if (head == Head{}) return Error{Errc::not_found, "market " + market.text()};
  reader.read(
      market, Seq{}, std::numeric_limits<std::size_t>::max(), [&](const StoredEntry& stored) {
        out << stored.bytes << '\n';
        if (const auto part = reader.private_part(market, stored.seq)) {
          const std::span bytes{reinterpret_cast<const std::uint8_t*>(part->data()), part->size()};
          out << private_start << number(stored.seq) << R"(,"hex":")" << to_hex(bytes) << "\"}\n";
        }
        return out.good();
      });
  if (!out.flush()) throw StoreFailure("the export cannot be written");
  return head;
}

Result<MarketHead> import_market(Store& store, std::istream& in) {
  Import import{store};
  std::string line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    if (const auto taken = import.take(line); !taken) {
      return Error{taken.error().code, "line " + std::to_string(number) +
                                           (taken.error().detail.empty() ? "" : ": ") +
                                           taken.error().detail};
    }
  }
  return import.finish();
}

}  // namespace chopay::ledger
