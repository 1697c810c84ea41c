#include "gateway/outbound/mqtt_link.hpp"

#include <mosquitto.h>

#include <atomic>
#include <mutex>
#include <stdexcept>

namespace chopay::outbound {
namespace {

/// A connection that died without a word is noticed after one and a half of these.
constexpr int keepalive_s = 30;
/// The pause before a new connection, longer each time: a broker that comes back is not stormed.
constexpr int reconnect_s = 1;
constexpr int reconnect_max_s = 30;
constexpr int at_least_once = 1;  ///< QoS 1
constexpr const char* system_certificates = "/etc/ssl/certs";

void check(int result, const char* what) {
  if (result == MOSQ_ERR_SUCCESS) return;
  throw std::runtime_error(std::string{"mqtt: "} + what + ": " + mosquitto_strerror(result));
}

/// The library is made ready once, however many links there are.
void prepare_library() {
  static std::once_flag once;
  std::call_once(once, [] { check(mosquitto_lib_init(), "library"); });
}

}  // namespace

struct MqttLink::State {
  mosquitto* client = nullptr;
  std::function<void()> on_progress;
  std::atomic<bool> connected{false};
  std::atomic<std::size_t> outstanding{0};

  ~State() { mosquitto_destroy(client); }
};

MqttLink::MqttLink(const MqttSettings& settings, std::function<void()> on_progress)
    : state_(std::make_unique<State>()) {
  prepare_library();
  state_->on_progress = std::move(on_progress);
  auto* const client = mosquitto_new(settings.client_id.c_str(), true, state_.get());
  if (!client) throw std::runtime_error("mqtt: no client can be made");
  state_->client = client;
  mosquitto_connect_callback_set(client, [](mosquitto*, void* self, int result) {
    auto& state = *static_cast<State*>(self);
    state.connected = result == 0;
    state.on_progress();
  });
  mosquitto_disconnect_callback_set(client, [](mosquitto*, void* self, int) {
    auto& state = *static_cast<State*>(self);
    state.connected = false;
    state.on_progress();
  });
  mosquitto_publish_callback_set(client, [](mosquitto*, void* self, int) {
    auto& state = *static_cast<State*>(self);
    --state.outstanding;
    state.on_progress();
  });
  if (!settings.user.empty()) {
    const std::string password{settings.password.view()};
    check(mosquitto_username_pw_set(client, settings.user.c_str(), password.c_str()), "user");
  }
  if (settings.tls) {
    const bool own = !settings.ca_file.empty();
    check(mosquitto_tls_set(client, own ? settings.ca_file.c_str() : nullptr,
                            own ? nullptr : system_certificates, nullptr, nullptr, nullptr),
          "certificates");
  }
  mosquitto_reconnect_delay_set(client, reconnect_s, reconnect_max_s, true);
  // Its result does not matter: the thread tries again whatever it is.
  mosquitto_connect_async(client, settings.host.c_str(), settings.port, keepalive_s);
  check(mosquitto_loop_start(client), "thread");
}

MqttLink::~MqttLink() {
  const bool connected = state_->connected;
  mosquitto_disconnect(state_->client);
  // One that is connecting, or waits to, would have to be waited for.
  mosquitto_loop_stop(state_->client, !connected);
}

bool MqttLink::connected() const {
  return state_->connected;
}

bool MqttLink::publish(const std::string& topic, const std::string& payload) {
  if (!state_->connected) return false;
  ++state_->outstanding;
  const auto result =
      mosquitto_publish(state_->client, nullptr, topic.c_str(), static_cast<int>(payload.size()),
                        payload.data(), at_least_once, false);
  if (result != MOSQ_ERR_SUCCESS) --state_->outstanding;
  return result == MOSQ_ERR_SUCCESS;
}

std::size_t MqttLink::outstanding() const {
  return state_->outstanding;
}

}  // namespace chopay::outbound
