#include "gateway/bank/api_key.hpp"

#include <algorithm>

namespace chopay::bank {
namespace {

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

}  // namespace

std::string_view credentials(std::string_view scheme, std::string_view authorization) {
  if (authorization.size() <= scheme.size() || authorization[scheme.size()] != ' ') return {};
  const bool same = std::equal(scheme.begin(), scheme.end(), authorization.begin(),
                               [](char a, char b) { return lower(a) == lower(b); });
  return same ? authorization.substr(scheme.size() + 1) : std::string_view{};
}

bool is_active_key(std::string_view presented, const Source& source, ledger::Instant now) {
  if (presented.empty()) return false;
  return any_secret(source.secrets, now, [&](std::string_view secret) {
    return equal_in_constant_time(presented, secret);
  });
}

}  // namespace chopay::bank
