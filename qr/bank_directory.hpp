#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "qr/error.hpp"

namespace chopay::qr {

/// One institution that a VietQR may name. Identified by its BIN: codes collide between lists.
struct Bank {
  std::string bin;         ///< six digits
  std::string code;        ///< "VCB"
  std::string short_name;  ///< "Vietcombank"
  std::string name;        ///< full Vietnamese name
  std::string swift_code;  ///< empty if unknown
  /// Its app can pay by scanning. Says nothing of receiving: a payee bank without it is fine.
  std::optional<bool> transfer_supported;
  std::optional<bool> lookup_supported;  ///< the payer sees the account holder's name
  std::string kind;                      ///< bank, digital_bank, wallet, card_issuer …
  std::vector<std::string> aliases;
  std::optional<std::int64_t> vietqr_io_id;  ///< its number in the hosted service's list
  std::vector<std::string> deeplink_app_ids;
  std::string note;
};

/// The banks, immutable after loading and safe to share between threads.
class BankDirectory {
 public:
  /// The list that is compiled in (config/banks.json). Throws std::logic_error if it is broken.
  static const BankDirectory& standard();

  /// Reads a list of the form of config/banks.json. bad_directory: not JSON of that form, a BIN
  /// that is not six digits or occurs twice.
  static Result<BankDirectory> parse(std::string_view json);

  /// The bank with this BIN, or nullptr.
  const Bank* find(std::string_view bin) const noexcept;

  /// The bank a person means by a BIN, code, short name, alias or full name, without regard to
  /// marks and case: "Vietcombank", "VCB", "MBBank", "ngan hang ngoai thuong". Codes win over
  /// short names over aliases over names; a piece of a name counts only if it fits one bank.
  /// nullptr if nothing or more than one fits.
  const Bank* lookup(std::string_view text) const;

  /// All banks in the order of the list.
  std::span<const Bank> all() const noexcept { return banks_; }

 private:
  struct Key {
    std::uint32_t bin;
    std::uint32_t index;
  };
  struct SearchTexts {
    std::string code;
    std::string short_name;
    std::vector<std::string> aliases;
    std::vector<std::string> words;  ///< of the full name, generic ones left out
  };

  const Bank* lookup_words(std::string_view folded) const;

  std::vector<Bank> banks_;
  std::vector<Key> by_bin_;            // sorted
  std::vector<SearchTexts> searched_;  // parallel to banks_
};

}  // namespace chopay::qr
