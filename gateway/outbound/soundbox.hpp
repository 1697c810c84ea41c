#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gateway/api/services.hpp"
#include "gateway/net/signal.hpp"
#include "gateway/outbound/mqtt_link.hpp"

namespace chopay::outbound {

/// What the loudspeakers of a market are told, and by which broker.
struct SoundboxSettings {
  std::string id;  ///< of its cursor in the vault, "outbound/mqtt-<id>"
  merchant::MarketId market;
  std::set<merchant::StallId> stalls;  ///< none: all
  MqttSettings broker;
};

/// A message of a loudspeaker.
struct SoundboxMessage {
  std::string topic;    ///< chopay/{market}/{stall}/credit
  std::string payload;  ///< JSON; no payer, no transfer text
};

/// What a loudspeaker is told of an entry: of a credit of a stall its amount and verdict, else
/// nothing.
std::optional<SoundboxMessage> soundbox_message(const ledger::Entry& entry);

/// Tells the loudspeakers of a market what has come in: a cursor over its log. Each credit arrives
/// at least once, in order; the cursor moves on when the broker has acknowledged, and is kept a
/// second behind. Works on one loop.
class Soundbox {
 public:
  /// The services must outlive the loop's thread.
  Soundbox(api::Services& services, SoundboxSettings settings)
      : services_(services), settings_(std::move(settings)) {}
  /// From the kept cursor on, at first from the log's end. Before the loops run.
  void start(net::Loop& loop, ledger::Reader& vault);

 private:
  struct Page {
    std::vector<SoundboxMessage> messages;
    ledger::Seq upto{};
  };
  std::string row_name() const { return "outbound/mqtt-" + settings_.id; }
  net::Task<void> work();
  net::Task<void> keep_cursor();
  net::Task<bool> read_page(Page& page);
  net::Task<bool> deliver(const Page& page);

  api::Services& services_;
  const SoundboxSettings settings_;
  net::Loop* loop_ = nullptr;
  std::shared_ptr<http::News> news_;       ///< of the log
  std::unique_ptr<net::Signal> progress_;  ///< of the link
  std::unique_ptr<MqttLink> link_;         ///< ends before what it calls
  ledger::Seq cursor_{};
  ledger::Seq kept_{};
};

using Soundboxes = std::vector<std::unique_ptr<Soundbox>>;

}  // namespace chopay::outbound
