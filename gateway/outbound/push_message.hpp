#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/outbound/p256.hpp"
#include "ledger/clock.hpp"

namespace chopay::outbound {

/// Texts of a push are no longer: with head and tag they are less than 4096 bytes, which every push
/// service takes (RFC 8030 §7.2).
inline constexpr std::size_t push_text_bytes_max = 3'000;
inline constexpr std::size_t push_auth_bytes = 16;

/// The text encrypted for a browser, as a body of `Content-Encoding: aes128gcm` (RFC 8188, RFC
/// 8291). `once` and `salt` are made for this message alone. REQUIRES: at most push_text_bytes_max;
/// `auth` of push_auth_bytes; a point of p256::point_of().
std::string encrypt_push(std::string_view text, const p256::Point& browser, std::string_view auth,
                         const p256::Key& once, const ledger::Salt& salt);

/// How long an authorization holds; RFC 8292 §2 allows 24 hours.
inline constexpr std::chrono::hours vapid_lifetime{12};

/// The Authorization field that says to a push service who sends (RFC 8292 §3). `origin` is the
/// service's, "https://push.example.net"; `contact` begins with mailto: or https:.
std::string vapid_authorization(const p256::Key& key, const std::string& origin,
                                const std::string& contact, ledger::Instant now);

/// "https://push.example.net" of an endpoint. Nothing where it is no https address of a name,
/// without port, user and fragment, of at most 1024 printable characters; `lenient` also takes
/// http:// and a port.
std::optional<std::string> push_origin(std::string_view endpoint, bool lenient);

/// The gateway's own key for pushes: in the folder's push.key (mode 0600), made where there is
/// none. A lost one costs nothing but that each device subscribes again. Throws StoreFailure where
/// the file is damaged or may be read by others.
p256::Key load_or_create_push_key(const std::string& directory, ledger::Random& random);

}  // namespace chopay::outbound
