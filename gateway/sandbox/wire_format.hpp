#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/sandbox/error.hpp"
#include "ledger/clock.hpp"
#include "ledger/dong.hpp"

namespace chopay::sandbox {

/// One webhook, ready to be posted. The signature is over exactly these bytes.
struct SignedNotice {
  std::string body;  ///< JSON or XML
  std::vector<std::pair<std::string, std::string>> headers;
  std::string path = {};   ///< behind /callbacks/{source}; mostly none
  std::string login = {};  ///< "user:password" that a bearer token is asked for with; mostly none
};

/// A transfer as the aggregator has heard of it.
struct HeardTransfer {
  std::uint64_t number = 0;  ///< the aggregator's own
  std::string bank;          ///< as the aggregator calls the receiving bank
  std::string account;
  ledger::Dong amount;
  std::string content;
  std::string reference;  ///< the bank's
  ledger::Instant at;     ///< the bank's time
};

/// Providers whose format the simulated bank writes: those of bank::adapters(), but for VietinBank
/// (it signs with RSA, and we have no bank's key) and SePay's payment gateway (it names no
/// account).
std::span<const std::string_view> wire_kinds();

/// The source of the sandbox that speaks this format of this bank: "casso-v2-970436"; one a bank,
/// since some formats name none. SePay's is the sandbox's own.
std::string wire_source(std::string_view kind, std::string_view bin);
/// The secret in the provider's form that a sandbox's one secret makes.
std::string wire_secret(std::string_view kind, std::string_view secret);

/// The message in the provider's format (callback facts §3–5), signed at `now` with the sandbox's
/// secret. `path` is the whole path of the callback, where that is signed. REQUIRES: kind is one of
/// wire_kinds().
SignedNotice wire_notice(std::string_view kind, const HeardTransfer& transfer,
                         std::string_view secret, std::string_view path, ledger::Instant now);
/// The same, signed with a secret that has the provider's form already.
SignedNotice provider_notice(std::string_view kind, const HeardTransfer& transfer,
                             std::string_view secret, std::string_view path, ledger::Instant now);

}  // namespace chopay::sandbox
