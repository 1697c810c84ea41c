#include "config/setting_words.hpp"

#include <algorithm>

namespace chopay::config {

bool is_source_id(std::string_view id) {
  return !id.empty() && id.size() <= 32 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string host_of(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return "localhost";
  const auto host = url.substr(scheme + 3, url.find('/', scheme + 3) - scheme - 3);
  return host.empty() ? "localhost" : host;
}

bool is_client_id(std::string_view id) {
  return !id.empty() && id.size() <= 36 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace chopay::config
