#include "ledger/export.hpp"

#include <istream>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "ledger/error.hpp"
#include "ledger/log_lines.hpp"
#include "ledger/replay.hpp"

namespace chopay::ledger {
namespace {

constexpr std::size_t batch_entries = 2'048;

/// Takes line by line and appends batch by batch.
class Import {
 public:
  explicit Import(Store& store) : store_(store) {}

  Result<void> take(std::string_view line) {
    if (line.size() > log_line_bytes_max) return Error{Errc::bad_entry, "a line over its limit"};
    return is_private_line(line) ? take_private_line(line, batch_) : take_entry(line);
  }

  Result<MarketHead> finish() {
    if (!chain_) return Error{Errc::not_found, "there is no entry in it"};
    flush();
    return MarketHead{market_, chain_->head()};
  }

 private:
  Result<void> take_entry(std::string_view line) {
    if (!chain_) {
      const auto entry = decode(line);
      if (!entry) return entry.error();
      market_ = entry->market;
      if (store_.own_reader().head(market_) != Head{}) {
        return Error{Errc::already_there, "market " + market_.text()};
      }
      chain_.emplace(market_);
    }
    if (batch_.size() >= batch_entries) flush();
    return take_entry_line(line, *chain_, batch_);
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
  reader.read(market, Seq{}, std::numeric_limits<std::size_t>::max(),
              [&](const StoredEntry& stored) {
                out << print_lines(reader, market, stored);
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
