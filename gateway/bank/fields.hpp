#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/bank/adapter.hpp"
#include "gateway/bank/json_reader.hpp"
#include "ledger/result.hpp"
#include "merchant/notice.hpp"

namespace chopay::bank {

/// Limits of a BankNotice, in bytes.
inline constexpr std::size_t account_bytes_max = 32;
inline constexpr std::size_t reference_bytes_max = 64;
/// A provider's own id: short enough to be a reference with the provider's name before it.
inline constexpr std::size_t id_bytes_max = 48;
inline constexpr std::size_t content_bytes_max = 512;
inline constexpr std::size_t payer_bytes_max = 128;
/// A word of a provider's short list: a direction, a result, a state.
inline constexpr std::size_t word_bytes_max = 32;
inline constexpr std::size_t currency_bytes_max = 8;   ///< "VND", and what a provider makes of it
inline constexpr std::size_t event_bytes_max = 64;     ///< the name of a kind of message
inline constexpr std::size_t checksum_bytes_max = 64;  ///< SHA-256 in hexadecimal, the longest
inline constexpr std::size_t amount_bytes_max = 24;    ///< 19 digits of int64, a dot and decimals
inline constexpr std::size_t time_bytes_max = 40;      ///< RFC 3339 with nanoseconds and an offset

/// Reads the members of one JSON object by name and type. The first thing that is wrong is kept and
/// everything after it reads as empty, so that a decoder is a straight list of fields with one
/// question at its end. Unknown members are ignored. Views are valid as long as the document.
class Fields {
 public:
  explicit Fields(JsonValue object);

  /// Whether the member is there and not null.
  bool has(std::string_view name) const { return find(name).has_value(); }
  /// A string that must be there and not be empty, without control characters.
  std::string_view text(std::string_view name, std::size_t bytes_max);
  /// The same, but absent, null and "" all read as "".
  std::string_view optional_text(std::string_view name, std::size_t bytes_max);
  /// An identifier that providers send as a string or as a whole number.
  std::string_view id(std::string_view name, std::size_t bytes_max = id_bytes_max);
  /// Free text, absent and null as "": control characters become spaces, and what is beyond the
  /// limit is cut between characters (the raw message is kept elsewhere).
  std::string free_text(std::string_view name, std::size_t bytes_max);

  /// A JSON number with a whole value.
  std::int64_t integer(std::string_view name);
  /// A JSON number, whole and > 0.
  ledger::Dong amount(std::string_view name);
  /// A JSON number, whole and not 0; negative means outgoing with some providers.
  ledger::Dong signed_amount(std::string_view name);
  /// A string of decimal digits, "100000" or "100000.00", > 0.
  ledger::Dong amount_text(std::string_view name);

  using TimeReader = std::optional<ledger::Instant> (*)(std::string_view);
  /// A string (or the digits of a number) that the reader understands.
  ledger::Instant time(std::string_view name, TimeReader read);

  /// The member object; an empty one after an error.
  Fields object(std::string_view name);

  bool ok() const { return !error_; }
  /// Only when not ok(). The detail is the name of the field.
  const ledger::Error& error() const { return *error_; }

 private:
  std::optional<JsonValue> find(std::string_view name) const;
  void fail(const ledger::Error& error);
  ledger::Dong checked_amount(std::string_view name, std::optional<std::int64_t> value,
                              bool negative_too);

  JsonValue object_;
  std::optional<ledger::Error> error_;
};

/// Control characters as spaces, cut to the limit between characters.
std::string clean_text(std::string_view text, std::size_t bytes_max);
/// Whether it has neither control characters nor more bytes than the limit.
bool is_plain(std::string_view text, std::size_t bytes_max);

/// A notice with source, bank and account filled from the source's settings: the start of every
/// decoder.
merchant::BankNotice notice_of(const Source& source);
/// Sets occurred_at and the business day of it.
void set_time(merchant::BankNotice& notice, ledger::Instant instant);
/// Sets amount and direction where a negative amount went out.
void set_signed_amount(merchant::BankNotice& notice, ledger::Dong amount);
/// Sets the bank by a provider's name of it, when there is a lookup that knows it.
void set_bank(merchant::BankNotice& notice, const Source& source, std::string_view name);

}  // namespace chopay::bank
