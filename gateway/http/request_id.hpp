#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace chopay::http {

/// The field that says a request's id: of an answer, and of a request that somebody trusted brings.
inline constexpr std::string_view request_id_field = "X-Request-Id";

/// True for 8 to 64 ASCII letters, digits, dots, dashes and underscores: such an id can be taken
/// over, it ends no line of a head or a log.
bool is_request_id(std::string_view text);

/// Gives requests their ids: "5f0c91d2-1a". None comes twice in a process, and what stands before
/// the dash is another one at each start. An id is no secret. Thread-safe.
class RequestIds {
 public:
  RequestIds();
  /// Makes `id` the next one, in the memory that it has.
  void next(std::string& id);

 private:
  std::string start_;
  std::atomic<std::uint64_t> count_{0};
};

}  // namespace chopay::http
