#include "qr/bank_apps.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "qr/ascii.hpp"
#include "qr/embedded.hpp"

namespace chopay::qr {
namespace {

namespace json = boost::json;

std::vector<BankApp> load() {
  // The file is compiled in and covered by a test; a broken one throws at the first call.
  std::vector<BankApp> apps;
  const json::value rows = json::parse(embedded("bank_apps.json"));
  for (const json::value& row : rows.as_array()) {
    const json::value& bin = row.at("bank_bin");
    apps.push_back({std::string(row.at("app_id").as_string()),
                    std::string(row.at("name").as_string()),
                    bin.is_string() ? std::string(bin.as_string()) : std::string(),
                    row.at("autofill").as_bool()});
  }
  std::sort(apps.begin(), apps.end(), [](const BankApp& a, const BankApp& b) {
    return a.autofill != b.autofill ? a.autofill : a.name < b.name;
  });
  return apps;
}

/// RFC 3986 §2.1: everything but the unreserved characters.
void append_encoded(std::string& out, std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4U], digits[byte & 0xFU]};
    }
  }
}

void append_parameter(std::string& out, const char* name, std::string_view value) {
  if (value.empty()) return;
  out += name;
  append_encoded(out, value);
}

bool is_web_url(std::string_view url) {
  return url.substr(0, 8) == "https://" || url.substr(0, 7) == "http://";
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

const std::vector<BankApp>& bank_apps() {
  static const std::vector<BankApp> apps = load();
  return apps;
}

Result<std::string> bank_app_link(const BankApp& app, const LinkTarget& target) {
  const auto allowed = [](char c) { return is_alnum(c) || c == ' '; };
  if (!std::all_of(target.memo.begin(), target.memo.end(), allowed)) {
    return Error(Errc::bad_text, 0, "memo");
  }
  if (!target.return_url.empty() && !is_web_url(target.return_url)) {
    return Error(Errc::bad_text, 0, "return_url");
  }
  std::string link = "https://dl.vietqr.io/pay";
  append_parameter(link, "?app=", app.app_id);
  append_parameter(link, "&ba=", target.account);
  link += '@';  // the service wants it raw
  append_encoded(link, lower(target.bank_code));
  if (target.amount_dong) append_parameter(link, "&am=", std::to_string(*target.amount_dong));
  append_parameter(link, "&tn=", target.memo);
  append_parameter(link, "&bn=", target.payee_name);
  append_parameter(link, "&url=", target.return_url);
  return link;
}

}  // namespace chopay::qr
