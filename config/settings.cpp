#include "config/settings.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "config/setting_words.hpp"

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

  /// Texts that are not empty; an absent list is empty.
  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> texts;
    const auto* values = array(key);
    if (!values) return texts;
    for (const auto& value : *values) {
      texts.push_back(value.value_or(std::string{}));
      if (texts.back().empty()) throw BadSettings(place_ + std::string{key} + " must be texts");
    }
    return texts;
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

  bool has(std::string_view key) const { return table_.get(key) != nullptr; }

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

/// The keys of one of several tables of that heading.
const toml::table& fields_of(const toml::node& node, const std::string& path,
                             const std::string& what, const std::string& heading) {
  const auto* fields = node.as_table();
  if (!fields) throw BadSettings(path + ": " + what + " must be a table: [[" + heading + "]]");
  return *fields;
}

Source read_source(const toml::node& node, const std::string& path) {
  const auto& fields = fields_of(node, path, "a source", "source");
  const auto id = fields["id"].value_or(std::string{});
  if (!is_source_id(id)) throw BadSettings(path + ": a source's id must be [a-z0-9-]{1,32}");
  Table table{fields, path + ": source " + id + ": "};
  Source source;
  source.id = table.text("id");
  source.kind = table.needed_text("kind");
  source.scheme = table.text("scheme");
  source.secret_file = table.text("secret_file");
  source.previous_secret_file = table.text("previous_secret_file");
  source.previous_until = table.text("previous_until");
  source.addresses = table.texts("addresses");
  source.requests_per_minute =
      static_cast<int>(table.number("requests_per_minute", 0, 0, 1'000'000));
  source.silent_after = std::chrono::minutes{table.number("silent_minutes", 0, 0, 10'080)};
  source.bank = table.text("bank");
  source.account = table.text("account");
  source.tolerance = std::chrono::seconds{table.number("tolerance_s", 300, 1, 86'400)};
  source.sandbox = table.flag("sandbox", false);
  source.client_ca_file = table.text("client_ca_file");
  source.client_names = table.texts("client_names");
  source.client_fingerprints = table.texts("client_fingerprints");
  table.refuse_unknown();
  return source;
}

Poll read_poll(const toml::node& node, const std::string& path) {
  const auto& fields = fields_of(node, path, "a poll", "poll");
  const auto source = fields["source"].value_or(std::string{});
  const auto place = path + ": poll of " + source + ": ";
  Table table{fields, place};
  Poll poll;
  poll.source = table.needed_text("source");
  poll.provider = table.needed_text("provider");
  poll.url = table.text("url");
  poll.token_file = table.needed_text("token_file");
  poll.every = std::chrono::minutes{table.number("minutes", 5, 1, 1'440)};
  poll.calls_per_minute = static_cast<int>(table.number("calls_per_minute", 20, 1, 60));
  poll.allow_private = table.flag("allow_private", false);
  if (!poll.url.empty() && !poll.url.starts_with("https://") &&
      !(poll.allow_private && poll.url.starts_with("http://"))) {
    throw BadSettings(place + "url must begin with https://");
  }
  table.refuse_unknown();
  return poll;
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

DocumentDrop read_document_drop(const toml::table& fields, const std::string& path) {
  const auto place = path + ": document_drop: ";
  Table table{fields, place};
  DocumentDrop drop;
  drop.folder = table.needed_text("folder");
  if (table.has("formats")) drop.formats = table.texts("formats");
  static const std::set<std::string_view> formats{"json", "csv", "xlsx", "pdf"};
  const auto known = [](const std::string& format) { return formats.contains(format); };
  if (drop.formats.empty() || !std::all_of(drop.formats.begin(), drop.formats.end(), known)) {
    throw BadSettings(place + "formats are some of json, csv, xlsx and pdf");
  }
  const auto separator = table.text("csv_separator", ";");
  if (separator != ";" && separator != ",") throw BadSettings(place + "csv_separator is ; or ,");
  drop.csv_separator = separator.front();
  table.refuse_unknown();
  return drop;
}

Gateways read_gateways(const toml::table& fields, const std::string& path) {
  Table table{fields, path + ": gateways: "};
  Gateways own;
  set_listen(own.address, own.port, table.needed_text("address"));
  own.secret_file = table.needed_text("secret_file");
  table.refuse_unknown();
  return own;
}

void read_tls(const toml::table& fields, const std::string& path, Settings& settings) {
  Table table{fields, path + ": tls: "};
  settings.tls_certificate_file = table.needed_text("certificate_file");
  settings.tls_key_file = table.needed_text("key_file");
  table.refuse_unknown();
  if (!settings.public_url.empty() && !settings.public_url.starts_with("https://")) {
    throw BadSettings(path + ": public_url must begin with https:// where there is [tls]");
  }
}

Witness read_witness(const toml::node& node, const std::string& path) {
  const auto& fields = fields_of(node, path, "a witness", "witness");
  Table table{fields, path + ": witness: "};
  Witness witness{table.needed_text("url"), table.needed_text("key")};
  table.refuse_unknown();
  return witness;
}

PayosShop read_payos(const toml::node& node, const std::string& path) {
  const auto& fields = fields_of(node, path, "a payOS shop", "payos");
  const auto id = fields["client_id"].value_or(std::string{});
  if (!is_client_id(id)) {
    throw BadSettings(path + ": a payOS shop's client_id must be [A-Za-z0-9-]{1,36}");
  }
  Table table{fields, path + ": payos " + id + ": "};
  PayosShop shop;
  shop.client_id = table.text("client_id");
  shop.market = table.needed_text("market");
  shop.stall = table.needed_text("stall");
  shop.api_key_file = table.needed_text("api_key_file");
  shop.checksum_key_file = table.needed_text("checksum_key_file");
  shop.allow_private = table.flag("allow_private", false);
  table.refuse_unknown();
  return shop;
}

/// The waits between attempts, each of 10 ms to a day.
std::vector<std::chrono::milliseconds> read_retries(Table& table, const std::string& place) {
  std::vector<std::chrono::milliseconds> waits;
  const auto* values = table.array("retries_ms");
  if (!values) return waits;
  for (const auto& value : *values) {
    const auto wait = value.value_or<std::int64_t>(0);
    if (wait < 10 || wait > 86'400'000) {
      throw BadSettings(place + "retries_ms must be whole numbers from 10 to 86400000");
    }
    waits.emplace_back(wait);
  }
  return waits;
}

Webhook read_webhook(const toml::node& node, const std::string& path) {
  const auto& fields = fields_of(node, path, "a webhook", "webhook");
  const auto id = fields["id"].value_or(std::string{});
  if (!is_source_id(id)) throw BadSettings(path + ": a webhook's id must be [a-z0-9-]{1,32}");
  const auto place = path + ": webhook " + id + ": ";
  Table table{fields, place};
  Webhook webhook;
  webhook.id = table.text("id");
  webhook.url = table.needed_text("url");
  webhook.market = table.needed_text("market");
  webhook.stalls = table.texts("stalls");
  webhook.events = table.texts("events");
  webhook.secret_file = table.needed_text("secret_file");
  webhook.previous_secret_file = table.text("secret_previous_file");
  webhook.allow_private = table.flag("allow_private", false);
  webhook.timeout = std::chrono::milliseconds{table.number("timeout_ms", 15'000, 100, 30'000)};
  webhook.retries = read_retries(table, place);
  if (!webhook.url.starts_with("https://") &&
      !(webhook.allow_private && webhook.url.starts_with("http://"))) {
    throw BadSettings(place + "url must begin with https://");
  }
  table.refuse_unknown();
  return webhook;
}

Mqtt read_mqtt(const toml::node& node, const std::string& path) {
  const auto& fields = fields_of(node, path, "a broker", "mqtt");
  const auto id = fields["id"].value_or(std::string{});
  if (!is_source_id(id)) throw BadSettings(path + ": an mqtt's id must be [a-z0-9-]{1,32}");
  Table table{fields, path + ": mqtt " + id + ": "};
  Mqtt mqtt;
  mqtt.id = table.text("id");
  mqtt.host = table.needed_text("host");
  mqtt.tls = table.flag("tls", true);
  mqtt.port = static_cast<std::uint16_t>(table.number("port", mqtt.tls ? 8883 : 1883, 1, 65'535));
  mqtt.market = table.needed_text("market");
  mqtt.stalls = table.texts("stalls");
  mqtt.user = table.text("user");
  mqtt.password_file = table.text("password_file");
  mqtt.ca_file = table.text("ca_file");
  table.refuse_unknown();
  return mqtt;
}

Push read_push(const toml::table& fields, const std::string& path) {
  Table table{fields, path + ": push: "};
  Push push;
  push.contact = table.needed_text("contact");
  push.allow_private = table.flag("allow_private", false);
  // Whoever runs a push service writes there before it refuses us (RFC 8292 §2.1).
  const bool reachable =
      push.contact.starts_with("mailto:") || push.contact.starts_with("https://");
  if (!reachable || push.contact.find_first_of("\" \\\t\r\n") != std::string::npos) {
    throw BadSettings(path + ": push: contact must begin with mailto: or https://");
  }
  table.refuse_unknown();
  return push;
}

/// Reads what stands under [[name]], each with `read`.
void read_each(Table& table, const char* name, auto read, auto& into, const std::string& path) {
  const auto* const nodes = table.array(name);
  if (!nodes) return;
  for (const auto& node : *nodes) into.push_back(read(node, path));
}

toml::table parse(const std::string& path) {
  try {
    return toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;  // 0: the file could not be read at all
    const auto place = line == 0 ? ": " : ": line " + std::to_string(line) + ": ";
    throw BadSettings(path + place + std::string{error.description()});
  }
}

}  // namespace

Settings read_settings(const std::string& path) {
  const auto file = parse(path);
  Table table{file, path + ": "};
  Settings settings;
  set_listen(settings, table.text("listen", "127.0.0.1:8080"));
  settings.public_url = table.text("public_url");
  settings.hsts_subdomains = table.flag("hsts_subdomains", true);
  settings.data = table.text("data", settings.data);
  settings.log_host = table.text("log_host", host_of(settings.public_url));
  settings.head_guard = table.text("head_guard");
  settings.io_threads = static_cast<int>(table.number("io_threads", 1, 1, 64));
  settings.reader_threads = static_cast<int>(table.number("reader_threads", 2, 1, 64));
  if (table.has("writer_threads")) {
    settings.writer_threads = static_cast<int>(table.number("writer_threads", 0, 0, 16));
  }
  settings.request_lifetime =
      std::chrono::minutes{table.number("request_lifetime_minutes", 15, 10, 1'440)};
  settings.bank_app_links = table.flag("bank_app_links", true);
  settings.image_service = table.flag("image_service", true);
  settings.image_requests_per_minute =
      static_cast<int>(table.number("image_requests_per_minute", 300, 1, 1'000'000));
  settings.payee_cool_off = std::chrono::hours{table.number("payee_cool_off_hours", 24, 0, 720)};
  if (table.has("day_close_hour")) {
    settings.day_close_hour = static_cast<int>(table.number("day_close_hour", 0, 0, 23));
  }
  settings.silent_stall_odds = table.number("silent_stall_odds", 1'000, 0, 1'000'000'000);
  settings.silent_stall = std::chrono::minutes{table.number("silent_stall_minutes", 30, 1, 1'440)};
  settings.session_idle = std::chrono::minutes{table.number("session_idle_minutes", 30, 1, 1'440)};
  settings.session_absolute = std::chrono::hours{table.number("session_hours", 12, 1, 168)};
  settings.device_lock = std::chrono::minutes{table.number("device_lock_minutes", 15, 0, 1'440)};
  settings.device_pin_required = table.flag("device_pin_required", true);
  settings.kept_messages = std::chrono::days{table.number("kept_messages_days", 365, 0, 3'650)};
  settings.proxies = table.texts("proxies");
  settings.proxy_protocol = table.texts("proxy_protocol");
  settings.hosts = table.texts("hosts");
  if (const auto* tls = table.table("tls")) read_tls(*tls, path, settings);
  if (const auto* own = table.table("gateways")) settings.gateways = read_gateways(*own, path);
  if (const auto* sticker = table.table("sticker")) {
    settings.sticker = read_sticker(*sticker, path);
  }
  if (const auto* drop = table.table("document_drop")) {
    settings.document_drop = read_document_drop(*drop, path);
  }
  if (const auto* push = table.table("push")) settings.push = read_push(*push, path);
  read_each(table, "source", read_source, settings.sources, path);
  read_each(table, "poll", read_poll, settings.polls, path);
  read_each(table, "witness", read_witness, settings.witnesses, path);
  read_each(table, "payos", read_payos, settings.payos, path);
  read_each(table, "mqtt", read_mqtt, settings.mqtt, path);
  read_each(table, "webhook", read_webhook, settings.webhooks, path);
  table.refuse_unknown();
  return settings;
}

std::vector<Source> read_sources(const std::string& path) {
  const auto file = parse(path);
  Table table{file, path + ": "};
  std::vector<Source> sources;
  read_each(table, "source", read_source, sources, path);
  table.refuse_unknown();
  return sources;
}

}  // namespace chopay::config
