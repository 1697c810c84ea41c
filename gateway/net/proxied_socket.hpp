#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "gateway/net/io_threads.hpp"
#include "gateway/net/task.hpp"

namespace chopay::net {

/// Reads the PROXY header (proxy_header.hpp) off a connected socket and not a byte more, so that
/// what follows, TLS or not, is whole. The client's address, empty where the proxy names none;
/// nothing where there is no such header, or not all of it within `at_most`. The socket stays the
/// caller's, open.
Task<std::optional<std::string>> read_proxy_header(Loop& loop, int socket,
                                                   std::chrono::milliseconds at_most);

}  // namespace chopay::net
