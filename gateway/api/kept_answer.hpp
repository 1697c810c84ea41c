#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"
#include "ledger/clock.hpp"
#include "ledger/crypto.hpp"

/// How the vault keeps what a request with an Idempotency-Key came to (kept_answers.hpp).
namespace chopay::api {

inline constexpr std::size_t idempotency_key_bytes_max = 255;
/// Rows of the vault that keep answers are named so.
inline constexpr std::string_view answer_prefix = "answer/";
/// How long an answer is kept.
inline constexpr std::chrono::hours answer_lifetime{24};
/// A longer answer is done, but not kept.
inline constexpr std::size_t answer_bytes_max = 32 * 1024;

/// Whose answer it is: nobody learns of, or meets, another's keys.
struct AnswerOwner {
  std::string_view caller;  ///< Caller::name()
  std::string_view secret;  ///< Caller::shown(): seals the answer, and is kept nowhere
  std::string_view key;     ///< the Idempotency-Key
};

/// The name of the row for what this caller asks at this path with this key.
std::string answer_row(const AnswerOwner& owner, std::string_view path);
/// A hash of what the owner asks beside the path: the same for a request that was sent again. Keyed
/// by the owner's secret, since a short PIN could be guessed from a plain one.
ledger::Hash asked_content(const AnswerOwner& owner, const http::Request& request);

/// A hash of the owner's secret.
ledger::Hash owner_mark(const AnswerOwner& owner);

/// What a row says.
struct KeptAnswer {
  ledger::Instant at;    ///< when the request was first taken
  ledger::Hash owner;    ///< owner_mark(): who has signed in anew cannot open what is sealed
  ledger::Hash content;  ///< asked_content()
  std::string sealed;    ///< empty: it was begun, and what it came to is not known
};
std::string kept_answer_text(const KeptAnswer& kept);
/// Nothing for a text that is no such row.
std::optional<KeptAnswer> read_kept_answer(std::string_view text);
/// True for a row whose time is over.
bool is_over(const KeptAnswer& kept, ledger::Instant now);

/// The answer as only its owner can read it: it may hold a key that is shown once, or payers.
/// Sealed with AES-256-GCM by the owner's secret and key, and bound to its row. REQUIRES: no
/// stream.
std::string seal_answer(const AnswerOwner& owner, std::string_view row,
                        const http::Response& response, ledger::Random& random);
/// Nothing where the bytes are not this owner's or were changed.
std::optional<http::Response> open_answer(const AnswerOwner& owner, std::string_view row,
                                          std::string_view sealed);

}  // namespace chopay::api
