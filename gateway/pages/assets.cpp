#include "gateway/pages/assets.hpp"

#include <array>
#include <map>
#include <stdexcept>

#include "gateway/pages/embedded.hpp"
#include "ledger/crypto.hpp"

namespace chopay::pages {
namespace {

constexpr std::array file_names{
    "base.css",       "form.css",         "pay.css",           "board.css",
    "till-style.css", "icon.svg",         "icon-180.png",      "icon-192.png",
    "icon-512.png",   "money.js",         "page.js",           "feed.js",
    "pay.js",         "board.js",         "till.js",           "voice.mp3",
    "voice.json",     "try.js",           "receipt.js",        "receipt.css",
    "hall.js",        "hall.css",         "patrol.js",         "patrol.css",
    "proof.js",       "audit.js",         "sources.js",        "deeds.js",
    "payees.js",      "registry.css",     "invite.js",         "stall.js",
    "stalls.js",      "people.js",        "session.js",        "charges.js",
    "dark.css",       "names.js",         "held.js",           "complaints.js",
    "reconcile.js",   "market_import.js", "table_problems.js",
};

struct Asset {
  std::string_view content_type;
  std::string bytes;
};

std::string_view content_type_of(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".mp3")) return "audio/mpeg";
  if (name.ends_with(".json")) return "application/json";
  if (name.ends_with(".svg")) return "image/svg+xml";
  if (name.ends_with(".png")) return "image/png";
  return "text/javascript; charset=utf-8";
}

/// A hash over all assets: the scripts name each other, so that one change moves them all.
std::string build_hash() {
  std::string all;
  for (const std::string_view name : file_names) {
    const auto bytes = embedded(name);
    if (bytes.empty()) throw std::logic_error("not compiled in: " + std::string{name});
    all += name;
    all += '\0';
    all += bytes;
    all += '\0';
  }
  return ledger::to_hex(ledger::sha256({all})).substr(0, 10);
}

std::string hashed_name(std::string_view name, std::string_view hash) {
  const auto dot = name.rfind('.');
  return std::string{name.substr(0, dot)} + '.' + std::string{hash} + std::string{name.substr(dot)};
}

/// A script with the hash in the names of the scripts that it imports ("./money.js").
std::string linked(std::string script, std::string_view hash) {
  for (const std::string_view name : file_names) {
    const std::string import = "\"./" + std::string{name} + '"';
    const auto at = script.find(import);
    if (at != std::string::npos) {
      script.replace(at, import.size(), "\"./" + hashed_name(name, hash) + '"');
    }
  }
  return script;
}

struct Assets {
  std::string hash = build_hash();
  std::map<std::string, Asset, std::less<>> by_name;

  Assets() {
    for (const std::string_view name : file_names) {
      std::string bytes{embedded(name)};
      if (name.ends_with(".js")) bytes = linked(std::move(bytes), hash);
      by_name.emplace(hashed_name(name, hash), Asset{content_type_of(name), std::move(bytes)});
    }
  }
};

const Assets& assets() {
  static const Assets all;
  return all;
}

}  // namespace

std::string assets_hash() {
  return assets().hash;
}

std::string asset_path(std::string_view file_name) {
  const auto name = hashed_name(file_name, assets().hash);
  if (!assets().by_name.contains(name)) {
    throw std::logic_error("no such asset: " + std::string{file_name});
  }
  return "/assets/" + name;
}

std::optional<http::Response> asset(std::string_view file_name) {
  const auto found = assets().by_name.find(file_name);
  if (found == assets().by_name.end()) return std::nullopt;
  http::Response response;
  response.content_type = found->second.content_type;
  response.body = found->second.bytes;
  response.headers.add("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

}  // namespace chopay::pages
