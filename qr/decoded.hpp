#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qr/scheme.hpp"
#include "qr/violation.hpp"

namespace chopay::qr {

/// A stretch of the payload's bytes; size 0 means "absent" (a value is never empty, EMVCo §3.2).
struct Slice {
  std::uint16_t at = 0;
  std::uint16_t size = 0;
};

/// One merchant account object, IDs 02…51 (EMVCo §4.7.2). Below 26 the value is the card scheme's
/// own number; from 26 on it is a template with a globally unique identifier.
struct MerchantAccount {
  int id = 0;
  std::string_view guid;  ///< empty below ID 26 and where the template is not TLV
  std::string_view value;
};

/// What a payload says. Owns the payload; every view returned points into it and lives as long as
/// this object stays where it is. An absent field is an empty view.
class Decoded {
 public:
  const std::string& payload() const noexcept { return payload_; }
  Scheme scheme() const noexcept { return scheme_; }

  /// A root object by ID, 0…99.
  std::string_view field(int id) const noexcept {
    return id < 0 || id > 99 ? std::string_view{} : view(root_[static_cast<std::size_t>(id)]);
  }
  /// Byte offset of a root object's value; 0 if absent.
  std::size_t at(int id) const noexcept { return root_[static_cast<std::size_t>(id)].at; }
  /// An object of the additional data template 62: 1 bill, 2 mobile, 3 store, 4 loyalty,
  /// 5 reference, 6 customer, 7 terminal, 8 purpose (the transfer's memo), 9 data request.
  std::string_view additional(int id) const noexcept;
  /// An object of the language template 64: 0 language, 1 name, 2 city.
  std::string_view language(int id) const noexcept;
  /// All merchant accounts in order of ID.
  std::vector<MerchantAccount> merchant_accounts() const;

  /// The receiving bank's BIN, account and service code of a VietQR; empty for other schemes.
  /// Without a service code NAPAS means QRPUSH.
  std::string_view bin() const noexcept { return view(bin_); }
  std::string_view account() const noexcept { return view(account_); }
  std::string_view service_code() const noexcept { return view(service_); }
  /// The template (26…51) that holds the NAPAS identifier; 0 if none does.
  int napas_id() const noexcept { return napas_id_; }

  std::string_view amount() const noexcept { return field(54); }
  /// The amount in whole đồng, if there is one, the currency is 704 and it is from 1 to
  /// 999 999 999 999 without decimals ("50000" and "50000." conform, EMVCo §4.7.4).
  std::optional<std::int64_t> amount_dong() const noexcept;
  std::string_view memo() const noexcept { return additional(8); }
  std::string_view merchant_name() const noexcept { return field(59); }
  std::string_view merchant_city() const noexcept { return field(60); }
  std::string_view currency() const noexcept { return field(53); }
  std::string_view country() const noexcept { return field(58); }
  /// Point of initiation says 12. States reuse only; it does not tell whether there is an amount.
  bool single_use() const noexcept { return field(1) == "12"; }

  /// Rules that the readable payload breaks, in order of rule.
  const std::vector<Violation>& violations() const noexcept { return violations_; }
  bool strict_ok() const noexcept { return violations_.empty(); }

 private:
  friend class PayloadReader;

  std::string_view view(Slice slice) const noexcept {
    return {payload_.data() + slice.at, slice.size};
  }

  std::string payload_;
  std::array<Slice, 100> root_{};
  Slice bin_;
  Slice account_;
  Slice service_;
  int napas_id_ = 0;
  Scheme scheme_ = Scheme::other;
  std::vector<Violation> violations_;
};

/// Whole đồng of an EMVCo amount text, or nothing: digits with at most a bare point at the end,
/// not zero, at most 12 digits.
std::optional<std::int64_t> parse_dong(std::string_view amount) noexcept;

}  // namespace chopay::qr
