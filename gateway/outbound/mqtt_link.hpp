#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "gateway/bank/secrets.hpp"

namespace chopay::outbound {

/// The broker, and how it is talked to (MQTT 3.1.1).
struct MqttSettings {
  std::string host;
  std::uint16_t port = 8883;  ///< of MQTT over TLS, as IANA has it
  std::string client_id;
  std::string user;       ///< empty: none
  bank::Secret password;  ///< of the user
  bool tls = true;
  std::string ca_file;  ///< who has signed the broker's certificate; empty: whom the system trusts
};

/// A wall around libmosquitto: one connection that is kept up by a thread of its own. Messages that
/// were taken are sent again after the connection was lost, until the broker has acknowledged them.
/// Thread-safe.
class MqttLink {
 public:
  /// `on_progress` is called on the link's own thread whenever there is a connection, none any
  /// more, or a message was acknowledged. Throws std::runtime_error where the library refuses the
  /// settings, such as a file that is not there.
  MqttLink(const MqttSettings& settings, std::function<void()> on_progress);
  /// Drops what is not acknowledged.
  ~MqttLink();
  MqttLink(const MqttLink&) = delete;
  MqttLink& operator=(const MqttLink&) = delete;

  bool connected() const;
  /// Takes a message, not retained, to be delivered at least once (QoS 1). False: it was not taken.
  bool publish(const std::string& topic, const std::string& payload);
  /// Messages that were taken and are not acknowledged.
  std::size_t outstanding() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chopay::outbound
