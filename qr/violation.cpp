#include "qr/violation.hpp"

namespace chopay::qr {
namespace {

const char* base_name(Rule rule) noexcept {
  switch (rule) {
    case Rule::crc_lowercase:
      return "CRC_LOWERCASE";
    case Rule::no_init_method:
      return "NO_INIT_METHOD";
    case Rule::init_method_rfu:
      return "INIT_METHOD_RFU";
    case Rule::duplicate_sub:
      return "DUPLICATE";
    case Rule::template_not_tlv:
      return "TEMPLATE_NOT_TLV";
    case Rule::bad_format:
      return "BAD";
    case Rule::length_over:
      return "LEN";
    case Rule::non_ans:
      return "NON_ANS";
    case Rule::bad_bin:
      return "BAD_BIN";
    case Rule::unexpected_beneficiary_sub:
      return "UNEXPECTED_BENEFICIARY_SUB";
    case Rule::no_service_code:
      return "NO_SERVICE_CODE";
    case Rule::unknown_service_code:
      return "UNKNOWN_SERVICE_CODE";
    case Rule::amount_format:
      return "AMOUNT_FORMAT";
    case Rule::tip_rfu:
      return "TIP_RFU";
    case Rule::fee_fixed_presence:
      return "FEE_FIXED_PRESENCE";
    case Rule::fee_percent_presence:
      return "FEE_PERCENT_PRESENCE";
    case Rule::id_62_00_undefined:
      return "ID_62_00_UNDEFINED";
    case Rule::bad_62_09:
      return "BAD_62_09";
    case Rule::rfu_17_25_present:
      return "RFU_17_25_PRESENT";
    case Rule::rfu_65_79_present:
      return "RFU_65_79_PRESENT";
    case Rule::unreserved_not_tlv:
      return "UNRESERVED_NOT_TLV";
  }
  return "UNKNOWN";
}

void append_id(std::string& text, int id) {
  if (id < 0) return;
  text += '_';
  text += static_cast<char>('0' + id / 10);
  text += static_cast<char>('0' + id % 10);
}

}  // namespace

std::string Violation::name() const {
  std::string text = base_name(rule);
  append_id(text, id);
  append_id(text, sub);
  if (limit > 0) text += "_OVER_" + std::to_string(limit);
  return text;
}

}  // namespace chopay::qr
