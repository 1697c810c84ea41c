#pragma once

#include "gateway/api/services.hpp"

namespace chopay::api {

/// The cursor that `Last-Event-ID: market:seq` brings back; nothing when the header is absent or
/// not of that market.
std::optional<ledger::Seq> resume_cursor(const http::Request& request,
                                         const merchant::MarketId& market);

/// A stream of the topic's events behind `cursor`, each sent once and in order, with a heartbeat
/// when it is quiet. What the feed no longer keeps is read from the store. Ends within a heartbeat
/// once the key of that hash is revoked; an empty hash is nobody's.
http::Response event_stream(Services& services, Topic topic, ledger::Seq cursor, std::string key);

}  // namespace chopay::api
