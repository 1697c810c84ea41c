#include "tests/crash/power_cut.hpp"

#include <algorithm>

namespace chopay::testing {
namespace {

constexpr std::size_t sector = 512;

void put(std::string& bytes, std::string_view part, std::size_t offset) {
  if (bytes.size() < offset + part.size()) bytes.resize(offset + part.size());
  std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

void apply_event(std::string& bytes, const DiskEvent& event) {
  const auto offset = static_cast<std::size_t>(event.offset);
  if (event.act == DiskEvent::Act::truncate) {
    bytes.resize(offset);
  } else {
    put(bytes, event.bytes, offset);
  }
}

bool chance(std::mt19937_64& random) {
  return (random() & 1) != 0;
}

/// Some of the sectors of one write, cut where sectors end; `torn`: only up to some byte of each.
void apply_sectors(std::string& bytes, const DiskEvent& event, bool torn, std::mt19937_64& random) {
  if (event.act == DiskEvent::Act::truncate) {
    if (chance(random)) apply_event(bytes, event);
    return;
  }
  const std::string_view all{event.bytes};
  const auto start = static_cast<std::size_t>(event.offset);
  for (std::size_t at = 0; at < all.size();) {
    const auto length = std::min(sector - (start + at) % sector, all.size() - at);
    const auto kept = torn ? random() % (length + 1) : length;
    if (chance(random)) put(bytes, all.substr(at, kept), start + at);
    at += length;
  }
}

void apply_some(std::string& bytes, const std::vector<DiskEvent>& pending, PowerCut::Kind kind,
                std::mt19937_64& random) {
  using Kind = PowerCut::Kind;
  if (kind == Kind::nothing || pending.empty()) return;
  const auto chosen = random() % pending.size();
  for (std::size_t i = 0; i < pending.size(); ++i) {
    const auto& event = pending[i];
    if (kind == Kind::some_sectors || kind == Kind::torn_sectors) {
      apply_sectors(bytes, event, kind == Kind::torn_sectors, random);
    } else if (kind == Kind::first_writes && i == chosen) {
      auto torn = event;
      torn.bytes.resize(random() % (event.bytes.size() + 1));
      apply_event(bytes, torn);
      return;
    } else if ((kind == Kind::all_but_one && i == chosen) ||
               (kind == Kind::some_writes && chance(random))) {
      continue;
    } else {
      apply_event(bytes, event);
    }
  }
}

}  // namespace

void PowerCut::follow(const DiskEvent& event) {
  using Act = DiskEvent::Act;
  if (event.act == Act::mark) return;
  if (event.act == Act::remove) {
    names_.erase(event.file);
    return;
  }
  auto& name = names_[event.file];
  if (event.act == Act::appear) {
    name = {event.bytes, true, {}};
    return;
  }
  if (event.act != Act::sync) {
    name.pending.push_back(event);
    return;
  }
  for (const auto& pending : name.pending) apply_event(name.bytes, pending);
  name.pending.clear();
  name.exists = true;
}

ShimDisk::Files PowerCut::cut(Kind kind, std::mt19937_64& random) const {
  ShimDisk::Files files;
  for (const auto& [path, name] : names_) {
    if (!name.exists && (kind == Kind::nothing || (kind != Kind::everything && chance(random)))) {
      continue;
    }
    auto& bytes = files[path] = name.bytes;
    apply_some(bytes, name.pending, kind, random);
  }
  return files;
}

bool PowerCut::anything_pending() const {
  return std::ranges::any_of(names_, [](const auto& one) { return !one.second.pending.empty(); });
}

}  // namespace chopay::testing
