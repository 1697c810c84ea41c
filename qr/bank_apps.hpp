#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qr/error.hpp"

namespace chopay::qr {

/// A payer's bank app that a link can open.
struct BankApp {
  std::string app_id;    ///< "mb": the name that the deep-link service knows it by
  std::string name;      ///< "MB Bank"
  std::string bank_bin;  ///< the payer's bank; empty if it is not in the directory
  /// The app fills in payee, amount and memo from the link. The others only open: the code and
  /// the copyable fields must stay on the screen.
  bool autofill = false;
};

/// The apps of config/bank_apps.json: those that fill in first, then by name.
const std::vector<BankApp>& bank_apps();

/// Whom and what a link is to pay.
struct LinkTarget {
  std::string_view bank_code;  ///< the payee bank's code: Bank::code
  std::string_view account;
  std::optional<std::int64_t> amount_dong;
  std::string_view memo;        ///< [A-Za-z0-9 ]: see fold_note()
  std::string_view payee_name;  ///< may hold marks; percent-encoded
  std::string_view return_url;  ///< absolute: without one, no app fills anything in
};

/// `https://dl.vietqr.io/pay?app=…&ba=account@code&am=&tn=&bn=&url=`. The service is a third party
/// that sees account and amount: whether to offer such links is the market's decision. bad_text if
/// the memo has other characters, or the URL is not http(s).
Result<std::string> bank_app_link(const BankApp& app, const LinkTarget& target);

}  // namespace chopay::qr
