#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/head.hpp"

namespace chopay::http {

/// Finds the end of a head in bytes that arrive piece by piece, and notices at once what no
/// honest client sends: a bare LF (RFC 9112 §2.2), a folded field line (§5.2), a first byte that
/// begins no method.
class HeadScanner {
 public:
  /// Looks at what is new in `bytes`, which grows from call to call. Returns a refusal, or
  /// nothing; then size() tells whether the head is complete.
  std::optional<Refusal> scan(std::string_view bytes);
  /// The bytes of the head with the empty line behind it; 0 while it is incomplete.
  std::size_t size() const { return size_; }
  void reset() { *this = HeadScanner(); }

 private:
  std::size_t looked_at_ = 0;
  std::size_t line_ = 0;  ///< where the current line begins
  std::size_t size_ = 0;
};

/// Takes a complete head apart. The views in `head` live as long as `bytes`.
std::optional<Refusal> parse_head(std::string_view bytes, Head& head);

/// The value of Sec-WebSocket-Accept for a Sec-WebSocket-Key (RFC 6455 §4.2.2).
std::string websocket_accept(std::string_view key);

}  // namespace chopay::http
