#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace chopay::merchant {

/// null where the text is empty.
inline boost::json::value text_or_null(const std::string& text) {
  return text.empty() ? boost::json::value{} : boost::json::value(text);
}

}  // namespace chopay::merchant
