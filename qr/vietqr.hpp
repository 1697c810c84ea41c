#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "qr/decode.hpp"
#include "qr/error.hpp"

namespace chopay::qr {

/// NAPAS service codes (38-02). A stall's own account code is to_account.
enum class Service {
  to_account,  ///< QRIBFTTA: transfer to an account
  to_card,     ///< QRIBFTTC: transfer to a card; refused unless EncodeOptions::allow_card
  purchase,    ///< QRPUSH: payment to an acquirer's merchant (NAPAS QR switching v1.5.2)
  cash,        ///< QRCASH: withdrawal at an ATM
};

/// Objects 01…07 and 09 of template 62, each 1…25 printable ASCII characters or empty (absent);
/// "***" asks the payer. The purpose 08 is TransferCode::memo.
struct AdditionalData {
  std::string bill;          ///< 62-01
  std::string mobile;        ///< 62-02
  std::string store;         ///< 62-03
  std::string loyalty;       ///< 62-04
  std::string reference;     ///< 62-05
  std::string customer;      ///< 62-06
  std::string terminal;      ///< 62-07
  std::string data_request;  ///< 62-09: of the letters A, M, E, each at most once
};

/// Template 64: the merchant's name in its own script.
struct LanguageTemplate {
  std::string language;  ///< ISO 639, two letters: "vi"
  std::string name;      ///< 1…25 characters, UTF-8
  std::string city;      ///< 0…15 characters, UTF-8
};

/// One unreserved template, ID 80…99: {00 identifier, 01 value}.
struct UnreservedTemplate {
  int id = 80;
  std::string guid;   ///< 1…32 printable ASCII characters
  std::string value;  ///< printable ASCII; empty leaves 01 away
};

/// What a code is to say. Empty texts are absent fields.
struct TransferCode {
  std::string bin;                          ///< six digits: the receiving bank
  std::string account;                      ///< [A-Za-z0-9]{1,19}
  std::optional<std::int64_t> amount_dong;  ///< 1…499 999 999; none lets the payer type it
  std::string memo;                         ///< 62-08, [A-Za-z0-9 ]{0,25}: see fold_note()
  Service service = Service::to_account;
  AdditionalData additional;
  std::string category;       ///< 52: four digits
  std::string merchant_name;  ///< 59: at most 25 printable ASCII characters
  std::string merchant_city;  ///< 60: at most 15
  std::string postal_code;    ///< 61: at most 10
  std::optional<LanguageTemplate> language;
  std::vector<UnreservedTemplate> unreserved;
};

/// A transfer within NAPAS247 is below 500 000 000 đồng (NAPAS format §8.1.1).
inline constexpr std::int64_t amount_dong_max = 499'999'999;
inline constexpr std::size_t memo_characters_max = 25;

struct EncodeOptions {
  bool allow_card = false;          ///< card numbers may be written
  bool allow_unknown_bank = false;  ///< the BIN need not be in the bank directory
};

/// Writes the payload in NAPAS' order 00 01 38 52 53 54 58…62 64 80…99 63. The point of initiation
/// is 12 exactly when there is an amount (and for cash). Refuses, never truncates: bad_bin,
/// unknown_bank, bad_account, card_refused, bad_amount, bad_text, field_too_long, missing_field;
/// the error's detail names the field.
Result<std::string> encode(const TransferCode& code, EncodeOptions options = {});

}  // namespace chopay::qr
