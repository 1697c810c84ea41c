#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/sandbox/error.hpp"

namespace chopay::sandbox {

using HeaderFields = std::vector<std::pair<std::string, std::string>>;

/// One request to a web server, and how it is answered.
struct WebRequest {
  std::string method = "GET";
  std::string url;  ///< absolute, http or https
  HeaderFields headers;
  std::string body;
};

struct WebAnswer {
  int status = 0;
  std::string body;
  std::chrono::microseconds took{};  ///< from the call to the last byte of the answer
};

/// Sends a request and waits for the whole answer; no_answer. Passed in, so that
/// tests need no network.
using Web = std::function<Result<WebAnswer>(const WebRequest&)>;

/// The real web: one connection and one thread a call, 10 seconds in all, an answer of at most
/// 8 MiB. Costs nothing until it is used.
Web make_web();

}  // namespace chopay::sandbox
