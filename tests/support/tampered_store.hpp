#pragma once

#include <functional>
#include <memory>

#include "ledger/memory_store.hpp"

namespace chopay::testing {

/// A store in memory whose bytes change behind its back, as on a disk that is damaged or was
/// forged.
class TamperedStore {
 private:
  std::shared_ptr<ledger::MemoryDisk> disk_ = std::make_shared<ledger::MemoryDisk>();

 public:
  ledger::MemoryStore store{disk_};
  ledger::Reader& reader() { return store.own_reader(); }

  void change(const ledger::MarketId& market,
              const std::function<void(ledger::MemoryImage::Log&)>& how) {
    auto image = std::make_shared<ledger::MemoryImage>(*disk_->image);
    how(image->logs[market]);
    disk_->image = std::move(image);
  }

  /// Puts these bytes, under their own right hash, in the place of an entry.
  void put(const ledger::MarketId& market, ledger::Seq seq, const std::string& bytes) {
    change(market, [&](ledger::MemoryImage::Log& log) {
      log.entries.at(number(seq) - 1) = {seq, bytes, ledger::leaf_hash(bytes)};
    });
  }

  /// The same with what the entry becomes by a change.
  void edit(const ledger::MarketId& market, ledger::Seq seq,
            const std::function<void(ledger::Entry&)>& how) {
    std::string bytes;
    store.own_reader().read(market, ledger::Seq{number(seq) - 1}, 1,
                            [&](const ledger::StoredEntry& stored) {
                              bytes = stored.bytes;
                              return false;
                            });
    auto entry = ledger::decode(bytes).value();
    how(entry);
    put(market, seq, encode(entry));
  }
};

}  // namespace chopay::testing
