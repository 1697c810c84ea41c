#pragma once

#include <cstdint>
#include <string>

namespace chopay::qr {

/// A rule of NAPAS or EMVCo that a readable payload may break; facts for a reader, not reasons to
/// refuse in lenient mode. The printed names are stable.
enum class Rule : std::uint8_t {
  crc_lowercase,
  no_init_method,
  init_method_rfu,
  duplicate_sub,
  template_not_tlv,
  bad_format,
  length_over,
  non_ans,
  bad_bin,
  unexpected_beneficiary_sub,
  no_service_code,
  unknown_service_code,
  amount_format,
  tip_rfu,
  fee_fixed_presence,
  fee_percent_presence,
  id_62_00_undefined,
  bad_62_09,
  rfu_17_25_present,
  rfu_65_79_present,
  unreserved_not_tlv,
};

/// One broken rule. `id` is the root object it is about, `sub` an object within it; -1 where the
/// rule's name says enough.
struct Violation {
  Rule rule;
  std::int8_t id = -1;
  std::int8_t sub = -1;
  std::int8_t limit = 0;  ///< characters allowed, for length_over
  std::uint16_t at = 0;   ///< byte offset of the value in the payload

  /// "CRC_LOWERCASE", "LEN_59_OVER_25", "NON_ANS_62_08", "UNRESERVED_NOT_TLV_80" …
  std::string name() const;
};

}  // namespace chopay::qr
