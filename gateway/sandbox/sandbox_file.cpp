#include "gateway/sandbox/sandbox_file.hpp"

#include <boost/json.hpp>

namespace chopay::sandbox {
namespace {

namespace json = boost::json;

/// The member as text; empty where it is absent or no text.
std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return std::string(std::string_view(value->get_string()));
}

std::vector<std::string> texts_of(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_array()) return texts;
  for (const auto& item : value->get_array()) {
    if (item.is_string()) texts.emplace_back(std::string_view(item.get_string()));
  }
  return texts;
}

Error missing(const char* name) {
  return Error{Errc::bad_sandbox_file, std::string("no \"") + name + '"'};
}

}  // namespace

std::string to_json(const SandboxFile& file) {
  return json::serialize(json::object{
      {"url", file.url},
      // Before the API key of chopay: who looks for that with sed takes the last one.
      {"payos",
       {{"client_id", file.payos_client_id},
        {"api_key", file.payos_api_key},
        {"checksum_key", file.payos_checksum_key}}},
      {"api_key", file.api_key},
      {"market", file.market},
      {"stalls", json::value_from(file.stalls)},
      {"source",
       {{"id", file.source_id}, {"kind", file.source_kind}, {"secret", file.source_secret}}},
      {"till", file.till},
      {"shopper", file.shopper},
      {"board", file.board}});
}

Result<SandboxFile> parse_sandbox_file(std::string_view text) {
  boost::system::error_code failed;
  const json::value root = json::parse(text, failed);
  if (failed || !root.is_object()) return Error{Errc::bad_sandbox_file, "not a JSON object"};
  const auto& object = root.get_object();
  const auto* source = object.if_contains("source");
  if (source == nullptr || !source->is_object()) return missing("source");
  const auto& of_source = source->get_object();
  SandboxFile file{text_of(object, "url"),       text_of(object, "api_key"),
                   text_of(object, "market"),    texts_of(object, "stalls"),
                   text_of(of_source, "id"),     text_of(of_source, "kind"),
                   text_of(of_source, "secret"), text_of(object, "till"),
                   text_of(object, "shopper"),   text_of(object, "board")};
  if (const auto* payos = object.if_contains("payos"); payos && payos->is_object()) {
    const auto& of_payos = payos->get_object();
    file.payos_client_id = text_of(of_payos, "client_id");
    file.payos_api_key = text_of(of_payos, "api_key");
    file.payos_checksum_key = text_of(of_payos, "checksum_key");
  }
  if (file.url.empty()) return missing("url");
  if (file.source_id.empty()) return missing("source.id");
  if (file.source_secret.empty()) return missing("source.secret");
  if (file.source_kind != "sepay") return Error{Errc::bad_sandbox_file, "source.kind is not sepay"};
  return file;
}

}  // namespace chopay::sandbox
