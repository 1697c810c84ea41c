#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "gateway/net/tls_files.hpp"

namespace chopay::bench {

/// A CallbackServer in a process of its own, so that its memory is its own.
class ServerProcess {
 public:
  /// REQUIRES that this process has no threads yet. Throws std::runtime_error where it does not
  /// start.
  ServerProcess(const std::string& data, const net::TlsFiles& tls);
  /// Ends it and waits for that.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return port_; }
  const std::string& till_key() const { return till_key_; }
  /// What it holds in memory now.
  double resident_mb() const;
  /// The processor time that it has had, in seconds; to 10 ms.
  double cpu_s() const;

 private:
  pid_t process_ = -1;
  int alive_ = -1;  ///< it ends when this is closed
  std::uint16_t port_ = 0;
  std::string till_key_;
};

}  // namespace chopay::bench
