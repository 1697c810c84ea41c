#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "gateway/bank/adapter.hpp"
#include "ledger/result.hpp"

/// The part of `chopay callback check` that needs no files: what would chopay do with this message,
/// and why?
namespace chopay::bank {

/// One message to check.
struct CheckRow {
  std::string id;
  std::string provider;  ///< a kind, or a second name of one
  std::string scheme;  ///< "apikey", "sepay-hmac", "none", "basic", "bearer-hs512", …; may be empty
  std::string method = "POST";
  std::string path = "/";
  http::Headers headers;
  std::string body;
  Secret secret;  ///< shared secret, or a public key in PEM
  /// The time at which it came in; nullopt = its age is not judged.
  std::optional<ledger::Instant> now;
};

/// Reads one line of a --jsonl file:
/// {"id","provider","scheme","method","path","headers":{…},"body", "secret": text or
/// {"public_key_pem":…},"now": unix seconds}; only provider, headers, body and secret must be
/// there.
ledger::Result<CheckRow> parse_check_row(std::string_view line);

/// Reads a --headers file: "Name: value" lines; lines without a colon (a request line) are skipped.
http::Headers read_header_lines(std::string_view text);

/// Transaction ids of the run so far: how duplicates are found without a ledger.
using SeenIds = std::set<std::string, std::less<>>;

/// One line of JSON without the line end:
///   {"accepted":bool,"action":"…","notices":[{"txn_id","amount","account","content","time"}],
///    "reply":{"status","body"},"why":"…"}
/// accepted = authentic, fresh and well-formed; notices of a batch are the incoming ones; the reply
/// is for a message that was committed. `wall_clock` serves where the row has no time (issuing
/// tokens). Error: unknown_provider.
ledger::Result<std::string> check_callback(const CheckRow& row, SeenIds& seen,
                                           ledger::Instant wall_clock);

}  // namespace chopay::bank
