#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "gateway/api/settlement_of.hpp"
#include "gateway/api/worker_pool.hpp"

namespace chopay::app {

/// A document that is to lie in the folder when a day is closed.
struct DroppedDocument {
  std::string file_name;  ///< ASCII: "BC01_ha-long-1_2026-11-24.pdf"
  api::DocumentWish wish;
};

/// The day's BC-01 in each format, and with a month's last day the month's.
std::vector<DroppedDocument> documents_of_close(const ledger::MarketId& market,
                                                ledger::BusinessDay day,
                                                const config::DocumentDrop& settings);

/// Writes a day's documents, as the board may see them, into a folder once the day is closed. A
/// close waits for none of it: the log is looked through for closes a while later, from where the
/// last one was dropped, so that a full disk, a crash or a folder that is away delays a document
/// and loses none. Works on one loop; the services must outlive the loops.
class DocumentDrop {
 public:
  DocumentDrop(api::Services& services, config::DocumentDrop settings);
  /// One that works on the loop; none where no folder is set.
  static std::unique_ptr<DocumentDrop> start(api::Services& services,
                                             const config::DocumentDrop& settings, net::Loop& loop);

 private:
  struct Close {
    ledger::Seq seq{};
    ledger::BusinessDay day;
  };

  net::Task<void> work(net::Loop& loop);
  net::Task<void> drop_of(net::Loop& loop, ledger::MarketHead market);
  /// The closes after what was looked through, up to the head; notes how far it has looked.
  net::Task<std::vector<Close>> new_closes(net::Loop& loop, ledger::MarketHead market);
  /// Why the day's documents do not lie in the folder; empty where they do.
  net::Task<std::string> drop(net::Loop& loop, ledger::MarketId market, ledger::BusinessDay day);
  net::Task<std::string> write(net::Loop& loop, std::string name, std::string bytes);
  void complain(const ledger::MarketId& market, ledger::BusinessDay day, const std::string& why);

  api::Services& services_;
  const config::DocumentDrop settings_;
  api::WorkerPool writer_;
  std::map<ledger::MarketId, ledger::Seq> looked_to_;
  std::map<ledger::MarketId, std::string> told_;  ///< the last complaint: it is made once
};

}  // namespace chopay::app
