#include "gateway/app/source_trial.hpp"

#include <catch2/catch.hpp>

#include "gateway/sandbox/wire_format.hpp"

using namespace chopay;
using app::TrialResult;

namespace {

const auto now = ledger::parse_instant("2026-11-24T07:05:00.000Z").value();

api::Feeder feeder_of(std::string_view kind, std::string secret) {
  api::Feeder feeder;
  feeder.adapter = bank::find_adapter(kind);
  feeder.source.id = "bank";
  feeder.source.bank = "970436";
  feeder.source.account = "1017595600";
  feeder.source.lookup = [](std::string_view) { return std::string{"970436"}; };
  feeder.source.secrets.current = bank::Secret(std::move(secret));
  return feeder;
}

}  // namespace

TEST_CASE("Every format that is signed with a shared secret can be tried, and is read") {
  for (const auto kind : sandbox::wire_kinds()) {
    INFO(kind);
    const auto feeder = feeder_of(kind, sandbox::wire_secret(kind, "a secret"));
    const auto trial = app::try_source(feeder, now);
    CHECK(trial.result == TrialResult::understood);
    CHECK(trial.status / 100 == 2);
  }
}

TEST_CASE("SePay by its API key can be tried as well") {
  auto feeder = feeder_of("sepay", "a secret");
  feeder.source.scheme = bank::Scheme::api_key;
  CHECK(app::try_source(feeder, now).result == TrialResult::understood);
}

TEST_CASE("A bank that signs with its own key cannot be tried from here") {
  CHECK(app::try_source(feeder_of("standard", "-----BEGIN PUBLIC KEY-----"), now).result ==
        TrialResult::not_signable);
  CHECK(app::try_source(feeder_of("standard", "whpk_AAAA"), now).result ==
        TrialResult::not_signable);
  CHECK(app::try_source(feeder_of("vietinbank", "key"), now).result == TrialResult::not_signable);
  CHECK(app::try_source(feeder_of("sepay", ""), now).result == TrialResult::not_signable);
}

TEST_CASE("A secret in a form that the provider does not have is refused, and it is said why") {
  const auto trial = app::try_source(feeder_of("mb", "without-a-colon"), now);
  CHECK(trial.result == TrialResult::refused);
  CHECK_FALSE(trial.why.empty());
}
