#include "gateway/pages/till.hpp"

#include <boost/json.hpp>

#include "gateway/pages/assets.hpp"
#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "merchant/stall_code.hpp"

namespace chopay::pages {
namespace {

namespace json = boost::json;

/// What the till needs without a network; the voice is kept once it has been fetched.
constexpr std::string_view shell_files[] = {"base.css", "till-style.css", "till.js", "icon.svg"};

json::object app_icon(std::string_view file, std::string_view sizes, std::string_view type) {
  return {{"src", asset_path(file)}, {"sizes", sizes}, {"type", type}, {"purpose", "any"}};
}

}  // namespace

http::Response till_page(const merchant::Registry& market, const merchant::Stall& stall,
                         const TillLook& look) {
  Document document;
  const std::string title = "Sạp " + stall.id.text() + " – " + stall.name;
  document.title = title;
  document.style = "till-style.css";
  document.scripts = {"till.js"};
  document.head = fill(
      "<link rel=\"manifest\" href=\"/till/{{stall}}/app.webmanifest\">\n"
      "<link rel=\"apple-touch-icon\" sizes=\"180x180\" href=\"{{icon}}\">\n",
      {{"stall", stall.id.text()}, {"icon", asset_path("icon-180.png")}});
  document.body =
      fill(embedded("till.html"), {{"stall", stall.id.text()},
                                   {"name", stall.name},
                                   {"market", market.name},
                                   {"market_id", market.market.text()},
                                   {"holder", stall.holder},
                                   {"bank", bank_name(stall.account)},
                                   {"account", merchant::masked(stall.account)},
                                   {"memo", merchant::static_memo(stall)},
                                   {"payload", merchant::static_payload(stall)},
                                   {"lifetime", std::to_string(look.lifetime.count())},
                                   {"voice", asset_path("voice.mp3")},
                                   {"voice_places", asset_path("voice.json")},
                                   {"keys", std::string_view{look.keeps_keys ? "yes" : "no"}},
                                   {"payee", std::string_view{look.payee_change ? "yes" : "no"}},
                                   {"sandbox", std::string_view{market.sandbox ? "yes" : "no"}}});
  return answer(document);
}

http::Response till_worker() {
  std::string files;
  for (const auto name : shell_files) files += '"' + asset_path(name) + "\", ";
  http::Response response;
  response.content_type = "text/javascript; charset=utf-8";
  response.body = fill(embedded("till_worker.js"), {{"hash", assets_hash()},
                                                    {"icon", asset_path("icon-192.png")},
                                                    {"files", Markup::trusted(std::move(files))}})
                      .html();
  response.headers.add("Cache-Control", "no-cache");
  response.headers.add("Content-Security-Policy", "default-src 'none'; connect-src 'self'");
  return response;
}

http::Response till_manifest(const merchant::StallId& stall) {
  const auto start = "/till/" + stall.text();
  http::Response response;
  response.content_type = "application/manifest+json";
  response.body = json::serialize(
      json::object{{"name", "Sạp " + stall.text() + " – chopay"},
                   {"short_name", "Sạp " + stall.text()},
                   {"lang", "vi"},
                   {"start_url", start},
                   {"scope", start},
                   {"display", "standalone"},
                   {"background_color", "#f2f5f3"},
                   {"theme_color", "#0b4f4a"},
                   {"icons", json::array{app_icon("icon.svg", "any", "image/svg+xml"),
                                         app_icon("icon-192.png", "192x192", "image/png"),
                                         app_icon("icon-512.png", "512x512", "image/png")}}});
  return response;
}

}  // namespace chopay::pages
