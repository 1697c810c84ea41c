// GET /v1/banks, and the list in the hosted service's form.
#include "gateway/api/banks.hpp"

#include <boost/json.hpp>

#include "gateway/api/cached_answer.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/text_or_null.hpp"
#include "gateway/http/query.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

json::value flag_or_null(std::optional<bool> flag) {
  if (!flag) return nullptr;
  return *flag;
}

json::object bank_json(const qr::Bank& bank) {
  json::array aliases;
  for (const auto& alias : bank.aliases) aliases.emplace_back(alias);
  return {{"bin", bank.bin},
          {"code", bank.code},
          {"short_name", bank.short_name},
          {"name", bank.name},
          {"swift_code", text_or_null(bank.swift_code)},
          {"kind", bank.kind},
          {"aliases", std::move(aliases)},
          {"transfer_supported", flag_or_null(bank.transfer_supported)},
          {"lookup_supported", flag_or_null(bank.lookup_supported)}};
}

std::string list_json(json::array banks) {
  return json::serialize(json::object{{"banks", std::move(banks)}});
}

std::string all_banks() {
  json::array banks;
  for (const auto& bank : qr::BankDirectory::standard().all()) banks.push_back(bank_json(bank));
  return list_json(std::move(banks));
}

json::object hosted_bank(const qr::Bank& bank) {
  const int transfer = bank.transfer_supported.value_or(false) ? 1 : 0;
  return {{"id", *bank.vietqr_io_id},
          {"name", bank.name},
          {"code", bank.code},
          {"bin", bank.bin},
          {"shortName", bank.short_name},
          {"logo", ""},
          {"transferSupported", transfer},
          {"lookupSupported", bank.lookup_supported.value_or(false) ? 1 : 0},
          {"short_name", bank.short_name},
          {"isTransfer", transfer},
          {"swift_code", text_or_null(bank.swift_code)}};
}

std::string all_hosted_banks() {
  json::array banks;
  for (const auto& bank : qr::BankDirectory::standard().all()) {
    if (bank.vietqr_io_id) banks.push_back(hosted_bank(bank));
  }
  const auto desc = "Get Bank list successful! Total " + std::to_string(banks.size()) + " banks";
  return json::serialize(json::object{{"code", "00"}, {"desc", desc}, {"data", std::move(banks)}});
}

/// All banks, or with `q` the one that a person means by it.
net::Task<Response> show_banks(Exchange& exchange) {
  const auto query = http::parse_query(exchange.request().query, {"q"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  const auto wanted = query->find("q");
  if (!wanted) {
    static const TaggedBody all{banks_json()};
    co_return cached_answer(exchange.request(), all, "application/json");
  }
  json::array banks;
  if (const auto* bank = qr::BankDirectory::standard().lookup(*wanted)) {
    banks.push_back(bank_json(*bank));
  }
  co_return json_answer(list_json(std::move(banks)));
}

}  // namespace

const std::string& banks_json() {
  static const std::string json = all_banks();
  return json;
}

const std::string& hosted_banks_json() {
  static const std::string json = all_hosted_banks();
  return json;
}

void add_bank_routes(http::Router& router) {
  router.add(
      {http::Method::get, "/v1/banks", 0, [](Exchange& exchange) { return show_banks(exchange); }});
}

}  // namespace chopay::api
