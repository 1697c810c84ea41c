#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "qr/card.hpp"

namespace chopay::api {

/// What the hosted VietQR image service (img.vietqr.io, api.vietqr.io) is asked for, in its own
/// words and before anything is checked.
struct HostedOrder {
  std::string bank;          ///< BIN, code, short name or alias
  std::string account;       ///< of the payee
  std::string account_name;  ///< printed only
  std::string amount;        ///< whole đồng in digits; empty: the payer types it
  std::string add_info;      ///< the transfer text, with marks or without
};

/// A picture's file name, taken apart: "vietinbank-113366668888-compact2.svg".
struct PictureName {
  std::string bank;
  std::string account;
  qr::CardTemplate shape = qr::CardTemplate::compact2;
  qr::PictureForm form = qr::PictureForm::png;
};

/// Takes BANK-ACCOUNT-TEMPLATE.svg|png|jpg|jpeg apart. Nothing where a part is missing, or template
/// or form is unknown: there is no such picture.
std::optional<PictureName> parse_picture_name(std::string_view file);

/// Reads the body of POST /v2/generate: {accountNo, acqId, accountName, addInfo, amount, format,
/// template}; accountNo, acqId and amount may be texts or whole numbers, unknown fields are passed
/// over as the hosted service does. bad_text names the field of another type or says that it is no
/// object; an unknown template is bad_text too.
struct GenerateBody {
  HostedOrder order;
  qr::CardTemplate shape = qr::CardTemplate::compact;
};
qr::Result<GenerateBody> parse_generate_body(std::string_view json);

/// The card of an order: its payload, and what is printed beside it. The transfer text loses its
/// marks and is refused above 25 characters, never cut. unknown_bank, bad_account, bad_amount,
/// field_too_long, bad_text.
qr::Result<qr::Card> card_of(const HostedOrder& order);

/// The BIN that stands in the payload of the card.
std::string bin_of(const HostedOrder& order);

}  // namespace chopay::api
