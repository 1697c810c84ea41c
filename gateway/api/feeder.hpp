#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "gateway/bank/adapter.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/rate_limit.hpp"

namespace chopay::api {

/// A configured feed of bank notices: how it speaks and proves itself, its realm and its limits.
struct Feeder {
  const bank::Adapter* adapter = nullptr;
  bank::Source source;
  bool sandbox = false;  ///< play money: may write to sandbox markets only, and nobody else may
  /// Whether the source may call from the address; empty: from anywhere.
  std::function<bool(const std::string& address)> may_call = {};
  /// Why its certificate, or its having none, is not good enough; empty text: it is. Empty: nobody
  /// asks for one.
  std::function<std::string(const net::PeerCertificate*)> certificate_complaint = {};
  std::shared_ptr<http::RateLimit> limit = {};  ///< of its messages; none: no limit
  int per_minute = 0;                           ///< what the limit lets through
  std::chrono::minutes silent_after{0};         ///< without a message; 0: it may be silent for ever
};

/// The feeds as they are configured now. Whoever works with one holds the table that it is in, so
/// that it can be replaced while notices come in. Thread-safe.
class Feeders {
 public:
  using Table = std::map<std::string, Feeder, std::less<>>;  ///< by source id
  using Held = std::shared_ptr<const Table>;

  Held now() const { return table_.load(); }
  void replace(Table table) { table_.store(std::make_shared<const Table>(std::move(table))); }

 private:
  std::atomic<Held> table_{std::make_shared<const Table>()};
};

}  // namespace chopay::api
