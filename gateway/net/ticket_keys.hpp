#pragma once

#include <array>
#include <chrono>
#include <mutex>
#include <optional>

namespace chopay::net {

/// The keys under which a client may keep its session: one makes tickets, it and the one before
/// open them. Who steals the process's memory thus opens no more than a day's recorded sessions of
/// TLS 1.2. The time is passed in. Thread-safe.
class TicketKeys {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::hours lifetime{12};  ///< of a key as the newest

  struct Key {
    std::array<unsigned char, 16> name;
    std::array<unsigned char, 32> cipher;  ///< AES-256-CBC
    std::array<unsigned char, 32> mac;     ///< HMAC-SHA-256
    Time made_at;
  };

  /// Throws std::runtime_error when there is no randomness, as do the others.
  explicit TicketKeys(Time now);
  ~TicketKeys();
  TicketKeys(const TicketKeys&) = delete;
  TicketKeys& operator=(const TicketKeys&) = delete;

  /// The key for new tickets.
  Key newest(Time now);
  struct Found {
    Key key;
    bool newest = false;  ///< false: the ticket should be replaced
  };
  /// The key of that name; nothing when its time is over.
  std::optional<Found> find(const unsigned char (&name)[16], Time now);

 private:
  void rotate(Time now);

  std::mutex mutex_;
  Key newest_;
  std::optional<Key> before_;
};

}  // namespace chopay::net
