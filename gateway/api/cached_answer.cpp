#include "gateway/api/cached_answer.hpp"

#include <algorithm>

#include "ledger/crypto.hpp"

namespace chopay::api {
namespace {

constexpr std::size_t tag_digits = 32;

http::Response tagged_answer(const http::Request& request, std::string_view body,
                             std::string_view tag, std::string_view content_type,
                             std::chrono::seconds keep) {
  http::Response response;
  response.headers.add("ETag", tag);
  response.headers.add("Cache-Control", "public, max-age=" + std::to_string(keep.count()));
  response.headers.add("Cross-Origin-Resource-Policy", "cross-origin");
  response.headers.add("Access-Control-Allow-Origin", "*");
  if (names_tag(request.headers.get("If-None-Match"), tag)) {
    response.status = 304;
    return response;
  }
  response.content_type = content_type;
  response.body = body;
  return response;
}

}  // namespace

bool names_tag(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    auto one = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    const auto begin = one.find_first_not_of(" \t");
    if (begin == std::string_view::npos) continue;
    one = one.substr(begin, one.find_last_not_of(" \t") + 1 - begin);
    if (one == "*") return true;
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag) return true;
  }
  return false;
}

std::string entity_tag(std::string_view body) {
  return '"' + ledger::to_hex(ledger::sha256({body})).substr(0, tag_digits) + '"';
}

TaggedBody::TaggedBody(std::string_view all) : bytes(all), tag(entity_tag(all)) {}

http::Response cached_answer(const http::Request& request, std::string_view body,
                             std::string_view content_type, std::chrono::seconds keep) {
  return tagged_answer(request, body, entity_tag(body), content_type, keep);
}

http::Response cached_answer(const http::Request& request, const TaggedBody& body,
                             std::string_view content_type, std::chrono::seconds keep) {
  return tagged_answer(request, body.bytes, body.tag, content_type, keep);
}

}  // namespace chopay::api
