#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/address_tally.hpp"
#include "gateway/http/answer.hpp"
#include "gateway/http/codec.hpp"
#include "gateway/http/guard.hpp"
#include "gateway/http/inbox.hpp"
#include "gateway/http/live.hpp"
#include "gateway/http/request_id.hpp"
#include "gateway/http/router.hpp"
#include "gateway/http/settings.hpp"
#include "gateway/http/tally.hpp"
#include "gateway/net/stream.hpp"

namespace chopay::http {

class Session;

/// What all sessions share; read-only but for the counts.
struct Core {
  ServerSettings settings;
  Router router;
  GuardPolicy policy;
  GuardPolicy policy_for_gateways;  ///< of what another gateway passes on
  bool encrypted = false;
  std::string_view strict_transport;  ///< what Strict-Transport-Security says; empty: no field
  Tally connections;
  Tally gateway_connections;  ///< of our other gateways: neither side can fill the other's
  AddressTally addresses;
  Tally streams;
  RequestIds ids;
};

/// What the sessions of one I/O thread share. Only used on that thread.
struct Desk {
  Desk(std::shared_ptr<Core> core_, net::Loop& loop_) : core(std::move(core_)), loop(loop_) {}

  std::shared_ptr<Core> core;
  net::Loop& loop;
  bool draining = false;
  std::vector<Session*> sessions;
  // Scratch: never used across an await, so one of each serves all sessions.
  DateLine date;
  Head head;
  std::string out;
  // Requests that are not being served keep their memory here rather than in idle sessions.
  std::vector<std::unique_ptr<Exchange>> spare;
};

/// One connection: reads a request, has it answered, and so on. Owned by its own coroutine.
class Session final : public net::Deadline, public std::enable_shared_from_this<Session> {
 public:
  /// REQUIRES that the connection is counted already; the session uncounts it at its end.
  /// `of_gateway`: another of our gateways is at the other end, and says whose requests it brings.
  Session(std::shared_ptr<Desk> desk, std::unique_ptr<net::Stream> stream, std::string peer,
          bool of_gateway = false);
  ~Session() override;

  /// Serves until the connection ends. REQUIRES a shared_ptr to this.
  net::Task<void> run();
  /// Stops after what is under way: idle connections end at the next tick, streams at once.
  void drain();
  /// Ends the connection now.
  void abort();

 private:
  enum class Stage { idle, reading, handling, writing, streaming, lingering };

  /// What did not fit into the socket at once.
  struct Unsent {
    std::string head;
    std::string_view body;
    bool empty() const { return head.empty() && body.empty(); }
  };

  void expired() noexcept override;
  void enter(Stage stage, std::chrono::milliseconds at_most);

  net::Task<void> answer_late();
  net::Task<bool> serve_next();
  std::size_t head_bytes_max() const;
  net::Task<bool> read_head();
  bool take_body(std::string& body, std::size_t length);
  net::Task<bool> read_body(std::string& body, std::size_t length);
  std::optional<Refusal> accept_head(Exchange& exchange, Router::Found& found, Passed& passed);
  void take_id(Request& request);
  void tell_served(int status);
  net::Task<Response> handle(Exchange& exchange, const Router::Found& found);
  Unsent send_now(const Response& response, Wire wire);
  net::Task<bool> send_rest(Unsent unsent);
  net::Task<void> send_last(const Response& response, const Wire& wire);
  net::Task<void> refuse(Refusal refusal);
  net::Task<void> stream_events(Response response, bool head_only);
  net::Task<void> watch_client();
  net::Task<void> linger();
  std::unique_ptr<Exchange> take_exchange();
  void put_back(std::unique_ptr<Exchange> exchange);

  std::shared_ptr<Desk> desk_;
  std::unique_ptr<net::Stream> stream_;
  std::string peer_;
  const bool of_gateway_;
  Inbox inbox_;
  HeadScanner scanner_;
  std::size_t served_ = 0;
  std::size_t place_ = 0;  ///< in the desk's list
  Stage stage_ = Stage::idle;
  bool timed_out_ = false;
  std::optional<Refusal> refusal_;  ///< why reading ended, if the client is to hear of it
  Exchange* handling_ = nullptr;    ///< while stage is handling
  std::string id_;                  ///< of the request; empty until there is one
  Served serving_;                  ///< the request in its handler, as the observer is told of it
  std::chrono::steady_clock::time_point began_;  ///< when it came into the handler
  std::string websocket_key_;  ///< of the request; empty where it wants no WebSocket
  EventSink* sink_ = nullptr;  ///< while stage is streaming
};

}  // namespace chopay::http
