#pragma once

#include <string>
#include <string_view>

namespace chopay::config {

/// [a-z0-9-]{1,32}
bool is_source_id(std::string_view id);
/// [A-Za-z0-9-]{1,36}, as payOS gives them.
bool is_client_id(std::string_view id);
/// "pay.example.vn" of "https://pay.example.vn/…"; "localhost" where there is no URL.
std::string host_of(const std::string& url);

}  // namespace chopay::config
