#pragma once

#include <string>
#include <string_view>

#include "gateway/api/access.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::app {

/// "Sạp A12", "Ban Quản lý chợ": whose keys and accounts of this kind are.
std::string title_of(const api::Access& access, pages::Language language);
/// What the role may do, in a sentence.
std::string_view detail_of(api::Role role, pages::Language language);
/// The page that the role opens after it was let in.
std::string page_of(const api::Access& access);

}  // namespace chopay::app
