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
    const PayeeAccount account{bank->bin, text(*object, "account", place)};
    if (!is_payee_account(account)) return note(place + ": account");
    file_.stalls.push_back({file_.market.market, *id, zone, text(*object, "name", place),
                            text(*object, "trade", place), text(*object, "household", place),
                            account, text(*object, "holder", place)});
  }

  std::string text(const json::object& object, const char* name, const std::string& place) {
    const auto* value = object.if_contains(name);
    if (value && value->is_string()) {
      std::string line{value->get_string()};
      if (is_line(line, name_bytes_max) && (!line.empty() || may_be_empty(name))) return line;
    }
    note(place + ": " + name);
    return {};
  }

  static bool may_be_empty(std::string_view name) { return name == "province" || name == "trade"; }

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

std::string contradiction_of(const Stall& stall, const OpenStall& wanted) {
  const auto place = "stall " + stall.id.text() + ": ";
  if (stall.zone != wanted.zone) return place + "zone";
  if (stall.name != wanted.name) return place + "name";
  if (stall.trade != wanted.trade) return place + "trade";
  if (stall.household != wanted.household) return place + "household";
  if (stall.account != wanted.account) return place + "account";
  if (stall.holder != wanted.holder) return place + "holder";
  return {};
}

}  // namespace

std::string contradiction(const Registry& registry, const MarketFile& file) {
  const auto& wanted = file.market.data;
  if (registry.name != wanted.name) return "market: name";
  if (registry.province != wanted.province) return "market: province";
  if (registry.sandbox != wanted.sandbox) return "market: sandbox";
  for (const auto& [market, zone] : file.zones) {
    const auto* open = registry.zone(zone.id);
    if (open && open->name != zone.name) return "zone " + zone.id + ": name";
  }
  for (const auto& stall : file.stalls) {
    const auto* open = registry.stall(stall.id);
    if (!open) continue;
    if (auto place = contradiction_of(*open, stall); !place.empty()) return place;
  }
  return {};
}

Result<MarketFile> parse_market_file(std::string_view text) {
  json::error_code error;
  const auto root = json::parse(text, error);
  if (error) return Error{Errc::bad_market_file, error.message()};
  return MarketReader{}.read(root);
}

}  // namespace chopay::merchant
