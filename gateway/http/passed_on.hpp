#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/http/exchange.hpp"
#include "gateway/http/message.hpp"

namespace chopay::http {

/// What one gateway adds to the head of a request that it passes on to another: whose it is,
/// and its id.
inline constexpr std::size_t client_fields_max = 3;
inline constexpr std::size_t client_bytes_max = 16 * 1024;

/// The whole message to another gateway: method and fields as they came, but those of one
/// connection; the address as the route has it, each parameter encoded again; the client and the
/// id. A HEAD goes as the GET that it is answered by. REQUIRES: the route has this pattern.
std::string message_to_pass_on(const Exchange& exchange, std::string_view pattern,
                               std::string_view last_event_id = {});

/// Puts the client that a passed-on request names into it. False where it names none.
bool take_client(Request& request);

/// Whether a field of another gateway's answer is what this one says itself to the client.
bool is_own_field(std::string_view name);

}  // namespace chopay::http
