#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace chopay::bench {

/// What is sent next. The strings keep their memory from request to request.
struct LoadRequest {
  std::string method = "POST";
  std::string target = "/";
  std::string headers;  ///< further lines, each ending with CRLF; Host and lengths are added
  std::string body;
};

/// Fills the request of the given number; numbers run from 0 over all connections. Called by all
/// threads of the load at once.
using Supplier = std::function<void(std::uint64_t number, LoadRequest& request)>;

struct LoadSettings {
  std::uint16_t port = 0;
  bool tls = false;  ///< over TLS 1.3, shaken hands before the warm-up; whoever the server is
  std::size_t connections = 64;  ///< each with one request under way at a time
  std::size_t threads = 1;
  std::chrono::milliseconds warm_up{1'000};  ///< sent but not counted
  std::chrono::milliseconds duration{5'000};
  std::uint64_t requests_max = UINT64_MAX;  ///< ends earlier when so many were sent
  /// Open loop: so many requests fall due in a second, whatever is answered, and a latency counts
  /// from when its request was due, so that a stall is seen by all who come meanwhile (no
  /// coordinated omission). 0: closed loop, as fast as the answers come.
  double per_second = 0;
};

/// Latencies in powers of two, each cut into 32 steps: within 3 % of the truth.
class Latencies {
 public:
  void add(std::chrono::nanoseconds latency);
  void add(const Latencies& other);
  /// The latency that the given share (0 to 1) of the answers did not exceed, in microseconds.
  double quantile_us(double share) const;
  double max_us() const { return static_cast<double>(max_) / 1e3; }
  std::uint64_t count() const { return count_; }

 private:
  std::array<std::uint64_t, 64 * 32> buckets_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

struct LoadReport {
  double seconds = 0;
  Latencies latencies;
  std::map<int, std::uint64_t> statuses;  ///< answers by status
  std::uint64_t broken = 0;  ///< connections that ended or did not answer in HTTP; not reopened

  std::uint64_t answers() const { return latencies.count(); }
  double per_second() const { return static_cast<double>(answers()) / seconds; }
  /// True when every answer had the status and no connection broke.
  bool all(int status) const;
  /// "123456/s, p50 0.21 ms, p99 0.60 ms, max 3.10 ms, 200: 617280".
  std::string line() const;
};

/// Keeps all connections busy over loopback, or gives each request that falls due to a free one,
/// HTTP/1.1 with keep-alive, and reports. Throws
/// std::runtime_error when it cannot connect.
LoadReport run_load(const LoadSettings& settings, const Supplier& supplier);

}  // namespace chopay::bench
