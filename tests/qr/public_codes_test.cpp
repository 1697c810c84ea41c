// Payloads published by others, read from outside of the repository: what we say about each must be
// what a careful reader of the standards says.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "qr/decode.hpp"

using namespace chopay::qr;
namespace json = boost::json;

namespace {

std::vector<json::object> rows() {
  std::ifstream file(CHOPAY_SHARED "/vectors/vietqr.jsonl");
  std::vector<json::object> found;
  for (std::string line; std::getline(file, line);) {
    found.push_back(json::parse(line).as_object());
  }
  return found;
}

std::vector<std::string> sorted_texts(const json::value& list) {
  std::vector<std::string> texts;
  for (const json::value& item : list.as_array()) texts.emplace_back(item.as_string());
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::vector<std::string> sorted_names(const std::vector<Violation>& violations) {
  std::vector<std::string> names;
  for (const Violation& violation : violations) names.push_back(violation.name());
  std::sort(names.begin(), names.end());
  return names;
}

/// "root:OVERRUN_38" → "overrun", "CRC_MISMATCH" → "crc_mismatch".
std::string error_name(std::string text) {
  text = text.substr(text.find(':') + 1);
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::size_t last = text.find_last_of('_');
  const bool numbered = last != std::string::npos && last + 3 == text.size() &&
                        text != "pfi_not_01" &&
                        std::isdigit(static_cast<unsigned char>(text.back()));
  return numbered ? text.substr(0, last) : text;
}

std::string text_or_empty(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

void check_fields(const Decoded& code, const json::object& fields) {
  static const std::map<std::string, int> root = {
      {"payload_format", 0}, {"init_method", 1},    {"mcc", 52},           {"currency", 53},
      {"amount", 54},        {"tip_indicator", 55}, {"fee_fixed", 56},     {"fee_percent", 57},
      {"country", 58},       {"merchant_name", 59}, {"merchant_city", 60}, {"postal_code", 61}};
  for (const auto& [name, id] : root) CHECK(code.field(id) == text_or_empty(fields, name));
  CHECK(code.bin() == text_or_empty(fields, "bin"));
  CHECK(code.account() == text_or_empty(fields, "account"));
  CHECK(code.service_code() == text_or_empty(fields, "service_code"));
  for (const char* name : {"additional", "language", "unreserved", "rfu"}) {
    const json::value* group = fields.if_contains(name);
    if (group == nullptr) continue;
    for (const auto& [key, value] : group->as_object()) {
      const int id = std::stoi(std::string(key));
      const std::string_view found = name == std::string_view("additional") ? code.additional(id)
                                     : name == std::string_view("language") ? code.language(id)
                                                                            : code.field(id);
      CHECK(found == std::string_view(value.as_string()));
    }
  }
  if (const json::value* accounts = fields.if_contains("merchant_accounts")) {
    const auto found = code.merchant_accounts();
    CHECK(found.size() == accounts->as_array().size());
    for (const json::value& wanted : accounts->as_array()) {
      const int id = std::stoi(std::string(wanted.at("id").as_string()));
      const auto same = [&](const MerchantAccount& a) {
        return a.id == id && a.guid == text_or_empty(wanted.as_object(), "guid");
      };
      CHECK(std::any_of(found.begin(), found.end(), same));
    }
  }
}

}  // namespace

TEST_CASE("Every published payload is judged and read as the standards say") {
  const auto all = rows();
  if (all.empty()) {
    WARN("no published payloads beside the checkout: skipped");
    return;
  }
  CHECK(all.size() >= 168);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const json::object& row = all[i];
    const std::string payload(row.at("payload").as_string());
    INFO("row " << i << ": " << payload);
    const bool valid = row.at("valid").as_bool();
    const Reading reading = inspect(payload);
    const auto decoded = decode(payload);
    CHECK(decoded.has_value() == valid);
    CHECK(reading.errors.empty() == valid);
    CHECK(decode(payload, Mode::strict).has_value() == row.at("strict_ok").as_bool());
    CHECK(scheme_name(reading.code.scheme()) == std::string_view(row.at("scheme").as_string()));

    std::vector<std::string> expected;
    for (const auto& text : sorted_texts(row.at("errors"))) expected.push_back(error_name(text));
    for (const Error& error : reading.errors) {
      INFO("we say " << code_name(error.code));
      CHECK(std::count(expected.begin(), expected.end(), code_name(error.code)) > 0);
    }
    if (!row.at("fields").as_object().empty()) {
      CHECK(sorted_names(reading.code.violations()) == sorted_texts(row.at("violations")));
      check_fields(reading.code, row.at("fields").as_object());
    }
  }
}
