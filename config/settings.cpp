#include "config/settings.hpp"

#include <sys/stat.h>
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

namespace chopay::config {
namespace {

/// One table of the file. Each value that is asked for is checked; what nobody asked for is an
/// unknown key.
class Table {
 public:
  Table(const toml::table& table, std::string place) : table_(table), place_(std::move(place)) {}

  std::string text(std::string_view key, std::string otherwise = {}) {
    const auto* node = find(key);
    if (!node) return otherwise;
    if (const auto value = node->value_exact<std::string>()) return *value;
    throw BadSettings(place_ + std::string{key} + " must be a text");
  }

  std::string needed_text(std::string_view key) {
    auto value = text(key);
    if (value.empty()) throw BadSettings(place_ + std::string{key} + " is missing");
    return value;
  }

  std::int64_t number(std::string_view key, std::int64_t otherwise, std::int64_t least,
                      std::int64_t most) {
    const auto* node = find(key);
    if (!node) return otherwise;
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= least && *value <= most) return *value;
    throw BadSettings(place_ + std::string{key} + " must be a whole number from " +
                      std::to_string(least) + " to " + std::to_string(most));
  }

  bool flag(std::string_view key, bool otherwise) {
    const auto* node = find(key);
    if (!node) return otherwise;
    if (const auto value = node->value_exact<bool>()) return *value;
    throw BadSettings(place_ + std::string{key} + " must be true or false");
  }

  const toml::array* array(std::string_view key) {
    const auto* node = find(key);
    if (!node) return nullptr;
    if (const auto* values = node->as_array()) return values;
    throw BadSettings(place_ + std::string{key} + " must be a list");
  }

  const toml::table* table(std::string_view key) {
    const auto* node = find(key);
    if (!node) return nullptr;
    if (const auto* value = node->as_table()) return value;
    throw BadSettings(place_ + std::string{key} + " must be a table");
  }

  void refuse_unknown() const {
    for (const auto& [key, value] : table_) {
      if (!asked_.contains(key.str())) {
        throw BadSettings(place_ + "unknown key \"" + std::string{key.str()} + '"');
      }
    }
  }

 private:
  const toml::node* find(std::string_view key) {
    asked_.insert(key);
    return table_.get(key);
  }

  const toml::table& table_;
  std::string place_;
  std::set<std::string_view> asked_;
};

bool is_source_id(std::string_view id) {
  return !id.empty() && id.size() <= 32 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Source read_source(const toml::node& node, const std::string& path) {
  const auto* fields = node.as_table();
  if (!fields) throw BadSettings(path + ": a source must be a table: [[source]]");
  const auto id = (*fields)["id"].value_or(std::string{});
  if (!is_source_id(id)) throw BadSettings(path + ": a source's id must be [a-z0-9-]{1,32}");
  Table table{*fields, path + ": source " + id + ": "};
  Source source;
  source.id = table.text("id");
  source.kind = table.needed_text("kind");
  source.scheme = table.text("scheme");
  source.secret_file = table.text("secret_file");
  source.previous_secret_file = table.text("previous_secret_file");
  source.bank = table.text("bank");
  source.account = table.text("account");
  source.tolerance = std::chrono::seconds{table.number("tolerance_s", 300, 1, 86'400)};
  source.sandbox = table.flag("sandbox", false);
  table.refuse_unknown();
  return source;
}

StickerSettings read_sticker(const toml::table& fields, const std::string& path) {
  Table table{fields, path + ": sticker: "};
  StickerSettings sticker;
  sticker.accent = table.text("accent", sticker.accent);
  sticker.logo_file = table.text("logo_file");
  sticker.full_account = table.flag("full_account", false);
  table.refuse_unknown();
  return sticker;
}

Witness read_witness(const toml::node& node, const std::string& path) {
  const auto* fields = node.as_table();
  if (!fields) throw BadSettings(path + ": a witness must be a table: [[witness]]");
  Table table{*fields, path + ": witness: "};
  Witness witness{table.needed_text("url"), table.needed_text("key")};
  table.refuse_unknown();
  return witness;
}

/// "pay.example.vn" of "https://pay.example.vn/…"; "localhost" where there is no URL.
std::string host_of(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return "localhost";
  const auto host = url.substr(scheme + 3, url.find('/', scheme + 3) - scheme - 3);
  return host.empty() ? "localhost" : host;
}

}  // namespace

Settings read_settings(const std::string& path) {
  toml::table file;
  try {
    file = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;  // 0: the file could not be read at all
    const auto place = line == 0 ? ": " : ": line " + std::to_string(line) + ": ";
    throw BadSettings(path + place + std::string{error.description()});
  }
  Table table{file, path + ": "};
  Settings settings;
  set_listen(settings, table.text("listen", "127.0.0.1:8080"));
  settings.public_url = table.text("public_url");
  settings.data = table.text("data", settings.data);
  settings.log_host = table.text("log_host", host_of(settings.public_url));
  settings.head_guard = table.text("head_guard");
  settings.io_threads = static_cast<int>(table.number("io_threads", 1, 1, 64));
  settings.reader_threads = static_cast<int>(table.number("reader_threads", 2, 1, 64));
  settings.request_lifetime =
      std::chrono::minutes{table.number("request_lifetime_minutes", 15, 10, 1'440)};
  settings.bank_app_links = table.flag("bank_app_links", true);
  settings.image_service = table.flag("image_service", true);
  settings.image_requests_per_minute =
      static_cast<int>(table.number("image_requests_per_minute", 300, 1, 1'000'000));
  settings.payee_cool_off = std::chrono::hours{table.number("payee_cool_off_hours", 24, 0, 720)};
  if (const auto* hosts = table.array("hosts")) {
    for (const auto& host : *hosts) {
      settings.hosts.push_back(host.value_or(std::string{}));
      if (settings.hosts.back().empty()) throw BadSettings(path + ": hosts must be texts");
    }
  }
  if (const auto* sticker = table.table("sticker")) {
    settings.sticker = read_sticker(*sticker, path);
  }
  if (const auto* sources = table.array("source")) {
    for (const auto& source : *sources) settings.sources.push_back(read_source(source, path));
  }
  if (const auto* witnesses = table.array("witness")) {
    for (const auto& node : *witnesses) settings.witnesses.push_back(read_witness(node, path));
  }
  table.refuse_unknown();
  return settings;
}

void set_listen(Settings& settings, const std::string& listen) {
  const auto colon = listen.rfind(':');
  std::uint16_t port = 0;
  const char* const end = listen.data() + listen.size();
  const auto wrong = [&] {
    return BadSettings("listen must be an address and a port, like 127.0.0.1:8080, not \"" +
                       listen + '"');
  };
  if (colon == std::string::npos || colon == 0) throw wrong();
  const auto [stop, error] = std::from_chars(listen.data() + colon + 1, end, port);
  if (error != std::errc{} || stop != end) throw wrong();
  settings.port = port;
  settings.address = listen.substr(0, colon);
  if (settings.address.front() == '[' && settings.address.back() == ']') {
    settings.address = settings.address.substr(1, settings.address.size() - 2);
  }
}

std::string read_secret(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw BadSettings("cannot read the secret file " + path);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw BadSettings("the secret file " + path + " may be read by others: chmod 600 it");
  }
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  auto secret = text.str();
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) throw BadSettings("the secret file " + path + " is empty");
  return secret;
}

}  // namespace chopay::config
