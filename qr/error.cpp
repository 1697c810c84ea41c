#include "qr/error.hpp"

#include <stdexcept>

namespace chopay::qr {
namespace {

struct Row {
  Errc code;
  std::string_view name;
  const char* sentence;
};

constexpr Row rows[] = {
    {Errc::payload_too_long, "payload_too_long", "the payload is longer than 512 characters"},
    {Errc::not_utf8, "not_utf8", "the payload is not UTF-8"},
    {Errc::customer_code, "customer_code", "this is a code shown by a payer, not by a payee"},
    {Errc::bad_id, "bad_id", "a field does not begin with two digits"},
    {Errc::bad_length, "bad_length", "a field has no length of two digits"},
    {Errc::zero_length, "zero_length", "a field has the length zero"},
    {Errc::overrun, "overrun", "a field is longer than what follows"},
    {Errc::trailing, "trailing", "characters are left over behind the last field"},
    {Errc::duplicate_id, "duplicate_id", "a field occurs twice"},
    {Errc::pfi_not_first, "pfi_not_first", "the payload does not begin with field 00"},
    {Errc::pfi_not_01, "pfi_not_01", "the payload format is not 01"},
    {Errc::no_crc, "no_crc", "there is no checksum of four hexadecimal digits"},
    {Errc::crc_not_last, "crc_not_last", "the checksum is not the last field"},
    {Errc::crc_mismatch, "crc_mismatch", "the checksum is wrong"},
    {Errc::no_merchant_account, "no_merchant_account", "no field tells where the money goes"},
    {Errc::missing_currency, "missing_currency", "the currency is missing"},
    {Errc::missing_country, "missing_country", "the country is missing"},
    {Errc::no_beneficiary, "no_beneficiary", "the bank or the account is missing"},
    {Errc::two_beneficiaries, "two_beneficiaries", "two accounts are named"},
    {Errc::not_strict, "not_strict", "the payload is readable but breaks a rule"},
    {Errc::bad_bin, "bad_bin", "the bank number is not six digits"},
    {Errc::unknown_bank, "unknown_bank", "no bank with this number is in the directory"},
    {Errc::bad_account, "bad_account", "the account is not 1 to 19 letters and digits"},
    {Errc::card_refused, "card_refused", "codes with a card number are not made"},
    {Errc::bad_amount, "bad_amount", "the amount is not from 1 to 499 999 999 đồng"},
    {Errc::bad_text, "bad_text", "the text has characters that are not allowed"},
    {Errc::field_too_long, "field_too_long", "the text is longer than its field"},
    {Errc::missing_field, "missing_field", "a field that this kind of code needs is missing"},
    {Errc::note_too_long, "note_too_long", "the transfer note is longer than 25 characters"},
    {Errc::bad_reference, "bad_reference", "the reference is not of letters and digits"},
    {Errc::symbol_too_big, "symbol_too_big", "the text does not fit into a QR symbol"},
    {Errc::picture_too_small, "picture_too_small", "the picture is too small for the symbol"},
    {Errc::picture_too_big, "picture_too_big", "the picture is larger than allowed"},
    {Errc::picture_damaged, "picture_damaged", "the picture cannot be read"},
    {Errc::picture_unknown, "picture_unknown", "the picture is neither PNG nor JPEG"},
    {Errc::drawing_failed, "drawing_failed", "the drawing could not be made"},
    {Errc::bad_directory, "bad_directory", "the list of banks cannot be read"},
};

const Row* find_row(Errc code) noexcept {
  for (const Row& row : rows) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "chopay.qr"; }
  std::string message(int value) const override {
    const Row* row = find_row(static_cast<Errc>(value));
    return row ? row->sentence : "unknown QR error";
  }
};

}  // namespace

std::string_view code_name(Errc code) noexcept {
  const Row* row = find_row(code);
  return row ? row->name : "unknown";
}

const boost::system::error_category& qr_category() noexcept {
  static const Category category;
  return category;
}

boost::system::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), qr_category()};
}

std::string Error::message() const {
  std::string text = make_error_code(code).message();
  if (!detail.empty()) text += ": " + detail;
  if (at != 0) text += " (at " + std::to_string(at) + ")";
  return text;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error(error.message());
}

}  // namespace chopay::qr
