#include "ledger/refusal.hpp"

#include <array>
#include <utility>

namespace chopay::ledger {
namespace {

constexpr std::array names{
    std::pair{Refusal::rolled_back, std::string_view{"ledger_rolled_back"}},
    std::pair{Refusal::forked, std::string_view{"ledger_forked"}},
    std::pair{Refusal::guard_lost, std::string_view{"head_guard_lost"}},
    std::pair{Refusal::guard_damaged, std::string_view{"head_guard_damaged"}},
    std::pair{Refusal::key_lost, std::string_view{"log_key_lost"}},
    std::pair{Refusal::clock_behind, std::string_view{"clock_behind"}},
    std::pair{Refusal::disk_full, std::string_view{"disk_full"}},
    std::pair{Refusal::disk_read_only, std::string_view{"disk_read_only"}},
};

}  // namespace

std::string_view refusal_name(Refusal refusal) {
  for (const auto& [value, name] : names) {
    if (value == refusal) return name;
  }
  return "refused";
}

}  // namespace chopay::ledger
