#include "gateway/app/sources.hpp"

#include <algorithm>
#include <cctype>

#include "gateway/app/address_list.hpp"
#include "gateway/bank/bank_time.hpp"
#include "gateway/net/peer_certificate.hpp"
#include "gateway/net/tls_identity.hpp"
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
  const auto ranges = read_address_list(source.addresses, "source " + source.id);
  return [ranges](const std::string& address) { return net::any_contains(ranges, address); };
}

std::string lower(std::string text) {
  std::erase(text, ':');  // as openssl prints fingerprints
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool any_in(const std::vector<std::string>& these, const std::vector<std::string>& those) {
  return std::ranges::find_first_of(these, those) != these.end();
}

/// What a source's certificate must be.
struct CertificateRule {
  std::vector<std::string> authorities;
  std::vector<std::string> names;
  std::vector<std::string> fingerprints;

  std::string complaint(const net::PeerCertificate* shown) const {
    if (!shown) return "no client certificate was shown";
    if (!shown->complaint.empty()) return "the client certificate: " + shown->complaint;
    if (!any_in(shown->chain, authorities)) {
      return "the client certificate is not of the source's authorities";
    }
    if (!names.empty() && !any_in(shown->names, names)) {
      return "the client certificate is of another name";
    }
    if (fingerprints.empty() || any_in({shown->chain.front()}, fingerprints)) return {};
    return "the client certificate has another fingerprint: " + shown->chain.front();
  }
};

std::function<std::string(const net::PeerCertificate*)> rule_of(const config::Source& source) {
  CertificateRule rule{{}, source.client_names, {}};
  for (const auto& fingerprint : source.client_fingerprints) {
    rule.fingerprints.push_back(lower(fingerprint));
    if (rule.fingerprints.back().size() == 64) continue;
    throw BadSettings("source " + source.id + ": \"" + fingerprint + "\" is no SHA-256 in hex");
  }
  const bool says_whose = !rule.names.empty() || !rule.fingerprints.empty();
  if (source.client_ca_file.empty() && !says_whose) return {};
  if (source.client_ca_file.empty() || !says_whose) {
    throw BadSettings("source " + source.id +
                      ": a client certificate is asked for by client_ca_file and client_names or "
                      "client_fingerprints together");
  }
  auto authorities = net::fingerprints_in(source.client_ca_file);
  if (!authorities) {
    throw BadSettings("source " + source.id + ": " + authorities.error().message());
  }
  rule.authorities = std::move(*authorities);
  return [rule](const net::PeerCertificate* shown) { return rule.complaint(shown); };
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
  feeder.certificate_complaint = rule_of(source);
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

net::TlsFiles tls_files_of(const config::Settings& settings) {
  net::TlsFiles files{settings.tls_certificate_file, settings.tls_key_file};
  for (const auto& source : settings.sources) {
    if (source.client_ca_file.empty()) continue;
    if (files.none()) {
      throw BadSettings("source " + source.id + ": client_ca_file needs [tls]");
    }
    files.client_authorities.push_back(source.client_ca_file);
  }
  return files;
}

}  // namespace chopay::app
