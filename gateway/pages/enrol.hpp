#pragma once

#include <string_view>

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::pages {

/// What a device is invited to: "Sạp A12", "Ban Quản lý chợ", and for whom.
struct Offered {
  std::string_view title;
  std::string_view market;
  std::string_view detail;
  Language language = Language::vietnamese;
};

/// Asks whether this device is to be used; opening the link alone, as previews do, spends nothing.
http::Response enrol_page(const Offered& offered);
/// 410 for an invitation that was used, is older than ten minutes, or never was.
http::Response no_invitation_page(Language language = Language::vietnamese);

}  // namespace chopay::pages
