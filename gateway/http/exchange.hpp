#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/net/io_threads.hpp"

namespace chopay::http {

/// One request on its way to one answer. Lives until the handler's coroutine has returned; an
/// event stream of the response must not refer to it.
class Exchange {
 public:
  /// {name of the parameter, value percent-decoded}
  using Param = std::pair<std::string_view, std::string>;

  explicit Exchange(net::Loop& loop) : loop_(loop) {}

  const Request& request() const { return request_; }
  /// The value of "{name}" in the route's pattern; never empty for a parameter that exists.
  std::string_view param(std::string_view name) const {
    for (const auto& [one, value] : params_) {
      if (one == name) return value;
    }
    return {};
  }
  const std::vector<Param>& params() const { return params_; }
  /// The I/O thread that the handler runs on.
  net::Loop& loop() const { return loop_; }
  /// True once the client was answered 503 because the handler took too long. What the handler
  /// returns is then dropped; what it has submitted still happens.
  bool late() const { return late_; }

  /// For the session and for tests of handlers, which fill an exchange by hand.
  Request& edit_request() { return request_; }
  std::vector<Param>& edit_params() { return params_; }
  void mark_late(bool late) { late_ = late; }

 private:
  net::Loop& loop_;
  Request request_;
  std::vector<Param> params_;
  bool late_ = false;
};

}  // namespace chopay::http
