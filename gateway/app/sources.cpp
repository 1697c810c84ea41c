#include "gateway/app/sources.hpp"

#include "gateway/bank/bank_time.hpp"
#include "gateway/net/address_range.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::app {
namespace {

using config::BadSettings;

std::string bin_of(std::string_view bank_name) {
  const auto* bank = qr::BankDirectory::standard().lookup(bank_name);
  return bank ? bank->bin : std::string{};
}

bank::Scheme scheme_of(const config::Source& source) {
  if (source.scheme.empty()) return bank::Scheme::by_headers;
  const auto scheme = bank::find_scheme(source.scheme);
  if (scheme == bank::Scheme::none && !source.sandbox) {
    throw BadSettings("source " + source.id +
                      ": with scheme \"none\" anybody could report money; it is for sandbox "
                      "sources only");
  }
  if (scheme) return *scheme;
  throw BadSettings("source " + source.id + ": unknown scheme \"" + source.scheme +
                    "\", there are hmac, api_key, none");
}

bank::SourceSecrets secrets_of(const config::Source& source, bank::Scheme scheme) {
  bank::SourceSecrets secrets;
  if (!source.secret_file.empty()) {
    secrets.current = bank::Secret{config::read_secret(source.secret_file)};
  } else if (scheme != bank::Scheme::none) {
    throw BadSettings("source " + source.id + ": secret_file is missing");
  }
  if (!source.previous_secret_file.empty()) {
    secrets.previous = bank::Secret{config::read_secret(source.previous_secret_file)};
  }
  if (source.previous_until.empty()) return secrets;
  secrets.previous_until = bank::read_rfc3339_time(source.previous_until);
  if (!secrets.previous_until || source.previous_secret_file.empty()) {
    throw BadSettings("source " + source.id +
                      ": previous_until is the time at which previous_secret_file ends, like "
                      "2026-12-31T00:00:00+07:00");
  }
  return secrets;
}

std::function<bool(const std::string&)> may_call(const config::Source& source) {
  if (source.addresses.empty()) return {};
  std::vector<net::AddressRange> ranges;
  for (const auto& text : source.addresses) {
    const auto range = net::AddressRange::parse(text);
    if (!range) {
      throw BadSettings("source " + source.id + ": \"" + text +
                        "\" is no address or network, like 10.0.0.0/8");
    }
    ranges.push_back(*range);
  }
  return [ranges](const std::string& address) { return net::any_contains(ranges, address); };
}

api::Feeder feeder_of(const config::Source& source) {
  api::Feeder feeder;
  feeder.adapter = bank::find_adapter(source.kind);
  if (!feeder.adapter) {
    throw BadSettings("source " + source.id + ": unknown kind \"" + source.kind + "\", there are " +
                      bank::list_of_kinds());
  }
  feeder.sandbox = source.sandbox;
  feeder.source.id = source.id;
  feeder.source.scheme = scheme_of(source);
  feeder.source.tolerance = source.tolerance;
  feeder.source.bank = source.bank;
  feeder.source.account = source.account;
  feeder.source.lookup = bin_of;
  feeder.source.secrets = secrets_of(source, feeder.source.scheme);
  feeder.may_call = may_call(source);
  feeder.silent_after = source.silent_after;
  feeder.per_minute = source.requests_per_minute;
  if (feeder.per_minute > 0) feeder.limit = std::make_shared<http::RateLimit>(feeder.per_minute);
  return feeder;
}

}  // namespace

api::Feeders::Table feeders_of(const std::vector<config::Source>& sources) {
  api::Feeders::Table table;
  for (const auto& source : sources) {
    if (!table.emplace(source.id, feeder_of(source)).second) {
      throw BadSettings("source " + source.id + " is there twice");
    }
  }
  return table;
}

}  // namespace chopay::app
