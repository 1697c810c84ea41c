#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"

namespace chopay::api {

/// How long a client may keep what follows from its address alone.
inline constexpr std::chrono::hours kept_for_ever{30 * 24};

/// A public answer: an ETag over its bytes, kept for so long without asking again, and free to be
/// shown on other sites. 304 without a body when the client has those bytes already
/// (RFC 9110 §13.1.2).
http::Response cached_answer(const http::Request& request, std::string_view body,
                             std::string_view content_type,
                             std::chrono::seconds keep = kept_for_ever);

/// Bytes that live as long as the program, with their ETag, which is reckoned once: at a long
/// body's every request it would cost more than all else about the answer.
struct TaggedBody {
  explicit TaggedBody(std::string_view all);

  std::string_view bytes;
  std::string tag;
};

/// The same, of such a body.
http::Response cached_answer(const http::Request& request, const TaggedBody& body,
                             std::string_view content_type,
                             std::chrono::seconds keep = kept_for_ever);

/// An ETag over the bytes of a body.
std::string entity_tag(std::string_view body);
/// Does a list of tags, as in If-None-Match, name this one? Compared weakly: "W/" is passed over.
bool names_tag(std::string_view list, std::string_view tag);

}  // namespace chopay::api
