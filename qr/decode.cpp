#include "qr/decode.hpp"

#include <algorithm>
#include <bitset>

#include "qr/crc16.hpp"
#include "qr/emv_tlv.hpp"
#include "qr/lint.hpp"

namespace chopay::qr {
namespace {

/// Customer-presented codes are base64 of "85 05 CPV01…" (EMVCo CPM §4).
constexpr std::string_view customer_prefix = "hQVDUFYwMW";

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

char upper(char c) {
  return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

/// Fills a Decoded from its payload, level by level: root, NAPAS template, beneficiary.
class PayloadReader {
 public:
  explicit PayloadReader(Reading& out) : code_(out.code), errors_(out.errors) {}

  void run(std::string_view payload) {
    if (!acceptable(payload)) return;
    code_.payload_.assign(payload);
    if (!root()) return;
    checksum();
    mandatory();
    merchant_templates();
    code_.violations_ = find_violations(code_);
  }

 private:
  void fail(Errc code, std::size_t at, std::string detail = {}) {
    errors_.emplace_back(code, at, std::move(detail));
  }

  bool acceptable(std::string_view payload) {
    // No character takes more than four bytes: only short texts are looked at at all.
    if (payload.size() > 4 * payload_characters_max ||
        (payload.size() > payload_characters_max &&
         count_characters(payload) > payload_characters_max)) {
      fail(Errc::payload_too_long, 0);
    } else if (!is_utf8(payload)) {
      fail(Errc::not_utf8, 0);
    } else if (payload.substr(0, customer_prefix.size()) == customer_prefix) {
      fail(Errc::customer_code, 0);
    } else {
      return true;
    }
    return false;
  }

  Slice slice(std::string_view value) const {
    const auto at = value.data() - code_.payload_.data();
    return {static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(value.size())};
  }

  bool root() {
    TlvReader reader(code_.payload_);
    TlvField field;
    while (reader.next(field)) {
      Slice& place = code_.root_[static_cast<std::size_t>(field.id)];
      if (place.size != 0) {
        fail(Errc::duplicate_id, field.at);
        return forget_fields();
      }
      place = slice(field.value);
      if (first_ < 0) first_ = field.id;
      last_ = field.id;
    }
    if (reader.failed()) {
      fail(reader.error(), reader.at());
      return forget_fields();
    }
    return true;
  }

  /// A payload that breaks in the middle says nothing reliable, but which scheme it was meant for
  /// is worth telling.
  bool forget_fields() {
    code_.root_ = {};
    for (const std::string_view guid : {napas_guid, vnpay_guid}) {
      if (code_.payload_.find(guid) == std::string::npos) continue;
      code_.scheme_ = scheme_of_guid(guid, {});
      break;
    }
    return false;
  }

  void checksum() {
    const std::string_view crc = code_.field(63);
    if (crc.size() != 4 || !std::all_of(crc.begin(), crc.end(), is_hex)) {
      return fail(Errc::no_crc, code_.at(63));
    }
    if (last_ != 63) fail(Errc::crc_not_last, code_.at(63));
    char right[4];
    write_crc_hex(crc16(std::string_view(code_.payload_).substr(0, code_.at(63))), right);
    for (std::size_t i = 0; i < 4; ++i) {
      if (upper(crc[i]) != right[i]) return fail(Errc::crc_mismatch, code_.at(63));
    }
  }

  void mandatory() {
    if (first_ != 0) fail(Errc::pfi_not_first, 0);
    if (code_.field(0) != "01") fail(Errc::pfi_not_01, code_.at(0));
    if (code_.currency().empty()) fail(Errc::missing_currency, 0);
    if (code_.country().empty()) fail(Errc::missing_country, 0);
  }

  void merchant_templates() {
    bool any = false;
    for (int id = 2; id <= 51; ++id) {
      const std::string_view value = code_.field(id);
      if (value.empty()) continue;
      any = true;
      if (id < 26) continue;
      const std::string_view guid = find_tlv(value, 0);
      const Scheme scheme = scheme_of_guid(guid, code_.country());
      if (scheme == Scheme::vietqr) napas_template(value, id);
      code_.scheme_ = stronger(code_.scheme_, scheme);
    }
    if (!any) fail(Errc::no_merchant_account, 0);
  }

  /// 38 {00 identifier, 01 {00 BIN, 01 account}, 02 service}: NAPAS format §4.2.
  void napas_template(std::string_view value, int id) {
    const std::string where = std::to_string(id);
    if (code_.napas_id_ != 0) return fail(Errc::two_beneficiaries, code_.at(id), where);
    code_.napas_id_ = id;
    Slice parts[3];
    if (!objects(value, where, parts)) return;
    Slice inner[3];
    if (!objects(code_.view(parts[1]), where + "-01", inner)) return;
    code_.service_ = parts[2];
    code_.bin_ = inner[0];
    code_.account_ = inner[1];
    if (inner[0].size == 0 || inner[1].size == 0) {
      fail(Errc::no_beneficiary, code_.at(id), where + "-01");
    }
  }

  /// Reads a template's objects 00, 01 and 02. Another account than the payer sees must not hide
  /// in a second object or behind a wrong length, so both are refused.
  bool objects(std::string_view text, const std::string& where, Slice (&parts)[3]) {
    if (text.empty()) return true;
    const std::size_t base = slice(text).at;
    TlvReader reader(text);
    TlvField field;
    std::bitset<100> seen;
    while (reader.next(field)) {
      const auto id = static_cast<std::size_t>(field.id);
      if (seen.test(id)) {
        fail(Errc::duplicate_id, base + field.at, where);
        return false;
      }
      seen.set(id);
      if (id < 3) parts[id] = slice(field.value);
    }
    if (reader.failed()) fail(reader.error(), base + reader.at(), where);
    return !reader.failed();
  }

  Decoded& code_;
  std::vector<Error>& errors_;
  int first_ = -1;
  int last_ = -1;
};

Reading inspect(std::string_view payload) {
  Reading reading;
  PayloadReader(reading).run(payload);
  return reading;
}

Result<Decoded> decode(std::string_view payload, Mode mode) {
  Reading reading = inspect(payload);
  if (!reading.errors.empty()) return std::move(reading.errors.front());
  if (mode == Mode::strict && !reading.code.strict_ok()) {
    const Violation& first = reading.code.violations().front();
    return Error(Errc::not_strict, first.at, first.name());
  }
  return std::move(reading.code);
}

}  // namespace chopay::qr
