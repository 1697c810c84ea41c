#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/pages/markup.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::pages {

/// What a page adds to the frame that all pages share.
struct Document {
  int status = 200;
  std::string_view title;  ///< plain text; the frame adds the product's name
  std::string_view style;  ///< its style sheet besides base.css; empty for none
  /// Its scripts; the last one is the page's own, those before are what it imports.
  std::vector<std::string_view> scripts;
  Markup body;       ///< the <body> element; its [[phrases]] are put into the language
  Markup head = {};  ///< what else stands in the <head>
  /// What it speaks where it speaks both: it offers the other one. Nothing: Vietnamese alone.
  std::optional<Language> language = {};
  bool camera = false;  ///< whether it may ask for the camera
};

/// The page as an answer: UTF-8, never stored or indexed. Its policy lets the
/// browser load scripts, styles, pictures and data from this origin alone and run nothing inline,
/// and ask for nothing of the device but the camera where the page is for looking.
http::Response answer(const Document& document);

}  // namespace chopay::pages
