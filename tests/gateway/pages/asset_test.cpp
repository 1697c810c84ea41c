#include <catch2/catch.hpp>

#include <regex>
#include <stdexcept>
#include <utility>

#include "gateway/pages/assets.hpp"
#include "sample.hpp"

using namespace chopay::pages;

TEST_CASE("An asset's path holds a hash of the build, so it may be cached for ever") {
  const auto path = asset_path("till.js");
  CHECK(std::regex_match(path, std::regex("/assets/till\\.[0-9a-f]{10}\\.js")));
  const auto file = asset(path.substr(8));
  REQUIRE(file);
  CHECK(file->headers.get("Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(file->content_type == "text/javascript; charset=utf-8");
  CHECK_FALSE(file->body.empty());
}

TEST_CASE("Style sheets and pictures have their own media types") {
  CHECK(asset(asset_path("base.css").substr(8))->content_type == "text/css; charset=utf-8");
  CHECK(asset(asset_path("icon.svg").substr(8))->content_type == "image/svg+xml");
}

TEST_CASE("The icons for phones that take no SVG are PNGs of the sides that are promised") {
  for (const auto& [name, side] :
       {std::pair{"icon-180.png", 180}, {"icon-192.png", 192}, {"icon-512.png", 512}}) {
    const auto file = asset(asset_path(name).substr(8));
    REQUIRE(file);
    CHECK(file->content_type == "image/png");
    const auto& bytes = file->body;
    REQUIRE(bytes.starts_with("\x89PNG\r\n\x1a\n"));
    const auto number = [&](std::size_t at) {
      return static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1]);
    };
    CHECK(number(18) == side);
    CHECK(number(22) == side);
  }
}

TEST_CASE("A name without the hash, an old hash and a page's template are no assets") {
  CHECK_FALSE(asset("till.js"));
  CHECK_FALSE(asset("till.0000000000.js"));
  CHECK_FALSE(asset("till.html"));
  CHECK_FALSE(asset(""));
  CHECK_THROWS_AS(asset_path("none.js"), std::logic_error);
}

TEST_CASE("Everything that pages and scripts load is there") {
  const std::regex link{"/assets/([a-z.0-9-]+)"};
  const std::regex import{"from \"\\./([^\"]+)\""};
  int scripts = 0;
  for (const auto& page : sample::all_pages()) {
    for (std::sregex_iterator each{page.body.begin(), page.body.end(), link}, end; each != end;
         ++each) {
      const auto file = asset((*each)[1].str());
      REQUIRE(file);
      for (std::sregex_iterator one{file->body.begin(), file->body.end(), import}; one != end;
           ++one) {
        INFO((*one)[1].str());
        CHECK(asset((*one)[1].str()));
        ++scripts;
      }
    }
  }
  CHECK(scripts > 5);
}
