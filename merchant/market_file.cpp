#include "merchant/market_file.hpp"

#include <boost/json.hpp>

#include "qr/bank_directory.hpp"

namespace chopay::merchant {
namespace {

namespace json = boost::json;

/// Collects what is read, and remembers the first place that was wrong.
class MarketReader {
 public:
  Result<MarketFile> read(const json::value& root) {
    const auto* object = root.if_object();
    if (!object) return Error{Errc::bad_market_file, "not a JSON object"};
    read_market(*object);
    for (const auto& zone : array(*object, "zones", "market")) read_zone(zone);
    if (!wrong_.empty()) return Error{Errc::bad_market_file, wrong_};
    return std::move(file_);
  }

 private:
  void read_market(const json::object& object) {
    const auto id = MarketId::parse(text(object, "id", "market"));
    if (!id) return note("market: id");
    file_.market.market = *id;
    file_.market.data.name = text(object, "name", "market");
    file_.market.data.province = text(object, "province", "market");
    const auto* sandbox = object.if_contains("sandbox");
    file_.market.data.sandbox = sandbox && sandbox->is_bool() && sandbox->get_bool();
  }

  void read_zone(const json::value& value) {
    const auto* object = value.if_object();
    if (!object) return note("a zone is not an object");
    OpenZone zone{file_.market.market, {}};
    zone.zone.id = text(*object, "id", "zone");
    zone.zone.name = text(*object, "name", "zone " + zone.zone.id);
    for (const auto& stall : array(*object, "stalls", "zone " + zone.zone.id)) {
      read_stall(stall, zone.zone.id);
    }
    file_.zones.push_back(std::move(zone));
  }

  void read_stall(const json::value& value, const std::string& zone) {
    const auto* object = value.if_object();
    if (!object) return note("a stall is not an object");
    const auto code = text(*object, "code", "stall");
    const auto place = "stall " + code;
    const auto id = StallId::parse(code);
    if (!id) return note(place + ": code");
    const auto* bank = qr::BankDirectory::standard().lookup(text(*object, "bank", place));
    if (!bank) return note(place + ": bank");
    file_.stalls.push_back({file_.market.market, *id, zone, text(*object, "name", place),
                            text(*object, "trade", place), text(*object, "household", place),
                            PayeeAccount{bank->bin, text(*object, "account", place)},
                            text(*object, "holder", place)});
  }

  std::string text(const json::object& object, const char* name, const std::string& place) {
    const auto* value = object.if_contains(name);
    if (value && value->is_string()) return std::string{value->get_string()};
    note(place + ": " + name);
    return {};
  }

  json::array array(const json::object& object, const char* name, const std::string& place) {
    const auto* value = object.if_contains(name);
    if (value && value->is_array()) return value->get_array();
    note(place + ": " + name);
    return {};
  }

  void note(std::string wrong) {
    if (wrong_.empty()) wrong_ = std::move(wrong);
  }

  MarketFile file_;
  std::string wrong_;
};

}  // namespace

Result<MarketFile> parse_market_file(std::string_view text) {
  json::error_code error;
  const auto root = json::parse(text, error);
  if (error) return Error{Errc::bad_market_file, error.message()};
  return MarketReader{}.read(root);
}

}  // namespace chopay::merchant
