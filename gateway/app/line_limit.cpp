#include "gateway/app/line_limit.hpp"

#include <utility>

namespace chopay::app {
namespace {

constexpr std::chrono::minutes between_lines{1};

}  // namespace

std::uint64_t LineLimit::due(std::string_view kind, Time now) {
  const std::lock_guard lock{mutex_};
  auto found = kinds_.find(kind);
  if (found == kinds_.end()) found = kinds_.emplace(std::string{kind}, Kind{}).first;
  auto& known = found->second;
  ++known.since;
  if (known.told && now - known.told_at < between_lines) return 0;
  known.told = true;
  known.told_at = now;
  return std::exchange(known.since, 0);
}

}  // namespace chopay::app
