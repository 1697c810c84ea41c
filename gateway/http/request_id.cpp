#include "gateway/http/request_id.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <random>

namespace chopay::http {
namespace {

constexpr std::size_t given_min = 8;
constexpr std::size_t given_max = 64;

bool may_stand_in_an_id(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

}  // namespace

bool is_request_id(std::string_view text) {
  return text.size() >= given_min && text.size() <= given_max &&
         std::ranges::all_of(text, may_stand_in_an_id);
}

RequestIds::RequestIds() {
  std::array<char, 16> text{};
  const int size = std::snprintf(text.data(), text.size(), "%08x-", std::random_device{}());
  start_.assign(text.data(), static_cast<std::size_t>(size));
}

void RequestIds::next(std::string& id) {
  std::array<char, 16> digits{};
  const auto number = count_.fetch_add(1, std::memory_order_relaxed) + 1;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  id.assign(start_).append(digits.data(), end);
}

}  // namespace chopay::http
