#pragma once

#include <string_view>
#include <vector>

#include "merchant/registry.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// Who runs a market (NĐ 60/2024 art. 8–9): it decides the head of the paper and who signs.
enum class BodyKind {
  board,        ///< a public "Ban quản lý"
  team,         ///< a public "Tổ quản lý"
  company,      ///< a company or other enterprise: its own name, no motto
  cooperative,  ///< the same for a co-operative
  unknown,      ///< not told: the market's name, no motto, "the representative" signs
};

/// By the first words of the name, without regard to case and marks.
BodyKind body_kind(std::string_view name);

/// The head of the paper for the market's managing body. In "UBND phường Hồng Gai / Ban quản lý chợ
/// Hạ Long I" the part before the stroke is the office above it. `day` is when the figures hold.
Letterhead letterhead_of(const Registry& registry, ledger::BusinessDay day);

/// Who signs a report: who made it, the accountant, and the head of the body by its kind.
std::vector<Signature> signatures_of(const Registry& registry);

}  // namespace chopay::merchant::report
