#pragma once

#include <array>
#include <span>
#include <string_view>

namespace chopay::bank {

/// The header form "t=<time>,v1=<hex>,v1=<hex>,…" that Stripe began and Casso took over. Parts with
/// another name are ignored; of v1 the first four count.
struct TimedSignature {
  std::string_view time;

  std::span<const std::string_view> signatures() const { return {v1.data(), count}; }

  std::array<std::string_view, 4> v1{};
  std::size_t count = 0;
};

/// Reads the header; parts that are missing stay empty.
TimedSignature read_timed_signature(std::string_view header);

/// Whether one of the signatures is the text, compared in constant time.
bool any_equals(const TimedSignature& signature, std::string_view hex);

}  // namespace chopay::bank
