#include "merchant/market_file.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "merchant/latin_fold.hpp"
#include "merchant/registered_market.hpp"
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
    file_.market.data.managing_body = optional_text(object, "managing_body", "market");
    if (object.contains("contact")) {
      file_.market.contact = text(object, "contact", "market", is_contact);
    }
    if (const auto* board = object.if_contains("board_account")) {
      file_.market.data.board_account = read_account(*board, "market: board_account");
    }
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
    auto [account, holder] = read_account(value, place);
    OpenStall stall{file_.market.market,
                    *id,
                    zone,
                    text(*object, "name", place),
                    text(*object, "trade", place),
                    text(*object, "household", place),
                    std::move(account),
                    std::move(holder)};
    stall.details = {optional_text(*object, "tax_code", place),
                     optional_text(*object, "phone", place)};
    if (const auto* area = object->if_contains("area_dm2")) {
      if (!area->is_int64()) return note(place + ": area_dm2");
      stall.area_dm2 = area->get_int64();
    }
    if (object->contains("further_accounts")) {
      for (const auto& one : array(*object, "further_accounts", place)) {
        stall.further.push_back(read_account(one, place + ": further_accounts"));
      }
    }
    file_.stalls.push_back(std::move(stall));
  }

  HeldAccount read_account(const json::value& value, const std::string& place) {
    const auto* object = value.if_object();
    if (!object) return note(place), HeldAccount{};
    const auto* bank = qr::BankDirectory::standard().lookup(text(*object, "bank", place));
    if (!bank) return note(place + ": bank"), HeldAccount{};
    HeldAccount held{{bank->bin, text(*object, "account", place)}, text(*object, "holder", place)};
    if (!is_payee_account(held.account)) note(place + ": account");
    return held;
  }

  std::string optional_text(const json::object& object, const char* name,
                            const std::string& place) {
    return object.contains(name) ? text(object, name, place) : std::string{};
  }

  static bool is_short_line(std::string_view text) { return is_line(text, name_bytes_max); }

  std::string text(const json::object& object, const char* name, const std::string& place,
                   bool (*fits)(std::string_view) = is_short_line) {
    const auto* value = object.if_contains(name);
    if (value && value->is_string()) {
      std::string line{value->get_string()};
      if (fits(line) && (!line.empty() || may_be_empty(name))) return line;
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
  if (stall.further != wanted.further) return place + "further_accounts";
  if (stall.area_dm2 != wanted.area_dm2) return place + "area_dm2";
  return {};
}

}  // namespace

std::string contradiction(const Registry& registry, const MarketFile& file) {
  const auto& wanted = file.market.data;
  if (registry.name != wanted.name) return "market: name";
  if (registry.province != wanted.province) return "market: province";
  if (registry.sandbox != wanted.sandbox) return "market: sandbox";
  if (registry.managing_body != wanted.managing_body) return "market: managing_body";
  if (registry.board_account != wanted.board_account) return "market: board_account";
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

std::string usual_market_id(const std::string& name) {
  constexpr std::size_t market_id_bytes_max = 32;  // see ledger::MarketId
  std::string id;
  for (const char c : merchant::fold_for_search(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) id += c;
    if (!plain && !id.empty() && id.back() != '-') id += '-';
  }
  id.resize(std::min(id.size(), market_id_bytes_max));
  while (id.ends_with('-')) id.pop_back();
  return id;
}

}  // namespace chopay::merchant
