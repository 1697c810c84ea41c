#include "gateway/pages/document.hpp"

#include "gateway/pages/assets.hpp"
#include "gateway/pages/embedded.hpp"

namespace chopay::pages {
namespace {

constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

constexpr std::string_view no_device =
    "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()";
constexpr std::string_view camera_only =
    "camera=(self), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()";

Markup style_link(std::string_view name) {
  return fill("<link rel=\"stylesheet\" href=\"{{path}}\">\n", {{"path", asset_path(name)}});
}

/// The page's script, and what it imports named early, so that all load at the same time.
Markup script_links(const std::vector<std::string_view>& names) {
  Markup links;
  for (const auto name : names) {
    links += fill(name == names.back() ? "<script type=\"module\" src=\"{{path}}\"></script>\n"
                                       : "<link rel=\"modulepreload\" href=\"{{path}}\">\n",
                  {{"path", asset_path(name)}});
  }
  return links;
}

/// The till is dark when it is told to be, not when the device is.
constexpr std::string_view has_its_own_dark = "till-style.css";

/// The page's body with the way to its other language behind all else.
Markup body_of(const Document& document) {
  if (!document.language) {
    return Markup::trusted(worded(document.body.html(), Language::vietnamese));
  }
  const auto other =
      *document.language == Language::english ? Language::vietnamese : Language::english;
  const auto link = fill(
      "<nav class=\"language\"><a href=\"?lang={{tag}}\" lang=\"{{tag}}\" hreflang=\"{{tag}}\">"
      "{{name}}</a></nav>\n",
      {{"tag", tag_of(other)}, {"name", name_of(other)}});
  auto html = worded(document.body.html(), *document.language);
  const auto end = html.rfind("</body>");
  if (end != std::string::npos) html.insert(end, link.html());
  return Markup::trusted(std::move(html));
}

}  // namespace

http::Response answer(const Document& document) {
  const auto language = document.language.value_or(Language::vietnamese);
  Markup styles = style_link("base.css");
  if (!document.style.empty()) styles += style_link(document.style);
  if (document.style != has_its_own_dark) styles += style_link("dark.css");
  http::Response response;
  response.status = document.status;
  response.content_type = "text/html; charset=utf-8";
  response.body = fill(embedded("document.html"), {{"language", tag_of(language)},
                                                   {"title", document.title},
                                                   {"icon", asset_path("icon.svg")},
                                                   {"styles", std::move(styles)},
                                                   {"scripts", script_links(document.scripts)},
                                                   {"head", document.head},
                                                   {"body", body_of(document)}})
                      .html();
  response.headers.add("Content-Security-Policy", policy);
  response.headers.add("Permissions-Policy", document.camera ? camera_only : no_device);
  if (document.language) response.headers.add("Vary", "Accept-Language, Cookie");
  response.headers.add("X-Robots-Tag", "noindex, nofollow");
  return response;
}

}  // namespace chopay::pages
