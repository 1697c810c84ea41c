#include "gateway/app/source_trial.hpp"

#include <algorithm>

#include "gateway/bank/encoding.hpp"
#include "gateway/sandbox/wire_format.hpp"

namespace chopay::app {
namespace {

constexpr std::string_view nobodys_account = "000000000000";
constexpr ledger::Dong trial_amount{1'000};

/// False for a public key, with which nothing can be signed, and for a format that nobody here
/// writes.
bool is_signable(const api::Feeder& feeder) {
  const auto kinds = sandbox::wire_kinds();
  if (std::ranges::find(kinds, feeder.adapter->kind) == kinds.end()) return false;
  const auto secret = feeder.source.secrets.current.view();
  if (secret.empty()) return feeder.source.scheme == bank::Scheme::none;
  return !secret.starts_with("-----BEGIN") && !secret.starts_with("whpk_");
}

bank::Verdict judge_trial(const api::Feeder& feeder, const std::string& path,
                          const http::Headers& headers, std::string_view body,
                          ledger::Instant now) {
  const bank::Callback callback{"POST", path, headers, body};
  return feeder.adapter->verify_and_decode(callback, feeder.source, now);
}

/// The headers that the provider would send: those of the notice, and a token where it asks for one
/// first.
http::Headers headers_of(const api::Feeder& feeder, const sandbox::SignedNotice& notice,
                         const std::string& callback, ledger::Instant now) {
  http::Headers headers;
  for (const auto& [name, value] : notice.headers) headers.add(name, value);
  const std::string secret{feeder.source.secrets.current.view()};
  if (feeder.source.scheme == bank::Scheme::api_key) {
    headers.add("Authorization", "Apikey " + secret);
  } else if (!notice.login.empty()) {
    http::Headers basic;
    basic.add("Authorization", "Basic " + bank::to_base64(notice.login));
    const auto login = judge_trial(feeder, callback + "/api/token_generate", basic, "{}", now);
    headers.add("Authorization", "Bearer " + login.token);
  }
  return headers;
}

}  // namespace

std::string_view to_string(TrialResult result) {
  switch (result) {
    case TrialResult::understood:
      return "understood";
    case TrialResult::refused:
      return "refused";
    case TrialResult::not_signable:
      break;
  }
  return "not_signable";
}

Trial try_source(const api::Feeder& feeder, ledger::Instant now) {
  if (!is_signable(feeder)) return {};
  const auto number = static_cast<std::uint64_t>(now.time_since_epoch().count());
  const sandbox::HeardTransfer transfer{
      number,       "Vietcombank",       std::string{nobodys_account},
      trial_amount, "THU NGHIEM CHOPAY", "TEST" + std::to_string(number),
      now};
  const auto callback = "/callbacks/" + feeder.source.id;
  const auto notice = sandbox::provider_notice(feeder.adapter->kind, transfer,
                                               feeder.source.secrets.current.view(), callback, now);
  const auto headers = headers_of(feeder, notice, callback, now);
  const auto verdict = judge_trial(feeder, callback + notice.path, headers, notice.body, now);
  const bool read = verdict.action < bank::Action::reject_auth;
  const bank::Answer answer{read ? bank::Outcome::ignored : bank::outcome_of(verdict.action),
                            verdict};
  return {read ? TrialResult::understood : TrialResult::refused,
          std::string{bank::to_string(verdict.action)}, feeder.adapter->reply(answer).status,
          verdict.why};
}

}  // namespace chopay::app
