#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/people/delays.hpp"
#include "ledger/clock.hpp"
#include "ledger/store.hpp"

namespace chopay::api {

/// The PINs of devices, by the hash of the device's key. A device with one locks itself when nobody
/// has done anything with it for a while, or when it is told to; then its key opens nothing until
/// the PIN was given. Safe from any thread.
class DevicePins {
 public:
  static constexpr int wrong_tries_max = 10;  ///< then the key is to be revoked
  static constexpr people::Pace pace{3, std::chrono::seconds{5}, std::chrono::minutes{15}};

  /// A try to give the PIN: whether it may be judged, and by what.
  struct Try {
    enum class State {
      go,      ///< judge it by `hash`; it counts as wrong until right() or take_back()
      wait,    ///< too soon: in `wait`
      spent,   ///< there were too many: revoke the key
      no_pin,  ///< there is none
    };
    State state = State::no_pin;
    std::chrono::seconds wait{0};
    std::string hash;  ///< argon2id
    int left = 0;      ///< tries behind this one
  };

  /// How long a device lies about unlocked; 0: as long as it likes. Before the first request.
  void set_idle(std::chrono::seconds idle) { idle_ = idle; }
  std::chrono::seconds idle() const { return idle_; }
  /// Whether devices that were let in by an invitation must have one. Before the first request.
  void set_required(bool required) { required_ = required; }
  bool are_required() const { return required_; }
  void load(ledger::Reader& vault);

  bool has(std::string_view key) const;
  bool is_locked(std::string_view key, ledger::Instant now) const;
  /// When the PIN was last given, since the start; nothing for a device that has none.
  std::optional<ledger::Instant> proved_at(std::string_view key) const;
  /// Somebody does something with the device.
  void note_use(std::string_view key, ledger::Instant now) const;

  /// The rows of a new PIN, by its argon2id hash.
  static std::vector<ledger::VaultChange> setting(std::string_view key, const std::string& hash,
                                                  ledger::Instant now);
  /// The PIN is this one, and the device is unlocked; setting() has kept it so.
  void set(std::string_view key, std::string hash, ledger::Instant now);

  // Each gives the rows that keep the change; none where the key has no PIN.
  std::vector<ledger::VaultChange> lock(std::string_view key);
  Try begin(std::string_view key, ledger::Instant now);
  /// What keeps a try that has begun.
  std::vector<ledger::VaultChange> kept(std::string_view key) const;
  /// The PIN was right: the device is unlocked, and nothing is held against it.
  std::vector<ledger::VaultChange> right(std::string_view key, ledger::Instant now);
  /// The try was not judged.
  std::vector<ledger::VaultChange> take_back(std::string_view key);
  /// The PIN is gone; erasure() has kept it so.
  void remove(std::string_view key);
  /// The rows of a PIN that is gone.
  static std::vector<ledger::VaultChange> erasure(std::string_view key);
  /// When devices were last used, to be written now and then.
  std::vector<ledger::VaultChange> due();

 private:
  struct Pin {
    std::string hash;
    int wrong = 0;
    ledger::Instant wrong_at{};
    bool locked = false;
    ledger::Instant used_at{};
    ledger::Instant written_used{};
    ledger::Instant proved_at{};  ///< not kept: a restart asks again
  };
  static ledger::VaultChange pin_row(std::string_view key, const Pin& pin);

  std::chrono::seconds idle_{0};
  bool required_ = true;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Pin, std::less<>> by_key_;
};

}  // namespace chopay::api
