#include "qr/lint.hpp"

#include <algorithm>
#include <bitset>
#include <string_view>

#include "qr/ascii.hpp"
#include "qr/decoded.hpp"
#include "qr/emv_tlv.hpp"

namespace chopay::qr {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// Digits with at most one point, at least one digit that is not 0.
bool is_decimal(std::string_view text) {
  bool point = false;
  bool positive = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (is_digit(c)) {
      positive = positive || c != '0';
    } else {
      return false;
    }
  }
  return positive;
}

/// Collects the violations of one payload; one function per group of fields.
class Linter {
 public:
  explicit Linter(const Decoded& code) : code_(code) {}

  std::vector<Violation> run() {
    checksum_and_initiation();
    merchant_accounts();
    beneficiary();
    fixed_formats();
    money();
    names();
    additional_data();
    language();
    reserved();
    return std::move(found_);
  }

 private:
  void add(Rule rule, std::string_view where, int id = -1, int sub = -1, int limit = 0) {
    const auto at = where.empty() ? 0 : where.data() - code_.payload().data();
    found_.push_back({rule, static_cast<std::int8_t>(id), static_cast<std::int8_t>(sub),
                      static_cast<std::int8_t>(limit), static_cast<std::uint16_t>(at)});
  }

  void text(std::string_view value, int limit, int id, int sub = -1) {
    if (value.empty()) return;
    const bool ans = is_ans(value);
    const std::size_t characters = ans ? value.size() : count_characters(value);
    if (characters > static_cast<std::size_t>(limit)) {
      add(Rule::length_over, value, id, sub, limit);
    }
    if (!ans) add(Rule::non_ans, value, id, sub);
  }

  void checksum_and_initiation() {
    const std::string_view crc = code_.field(63);
    if (std::any_of(crc.begin(), crc.end(), [](char c) { return c >= 'a' && c <= 'f'; })) {
      add(Rule::crc_lowercase, crc);
    }
    const std::string_view init = code_.field(1);
    if (init.empty()) {
      add(Rule::no_init_method, {});
    } else if (init != "11" && init != "12") {
      add(Rule::init_method_rfu, init);
    }
  }

  /// A template: is it TLV, is an ID given twice?
  bool template_ok(std::string_view value, int id, Rule not_tlv) {
    TlvReader reader(value);
    TlvField field;
    std::bitset<100> seen;
    while (reader.next(field)) {
      const auto sub = static_cast<std::size_t>(field.id);
      if (seen.test(sub)) add(Rule::duplicate_sub, field.value, id, field.id);
      seen.set(sub);
    }
    if (reader.failed()) add(not_tlv, value, id);
    return !reader.failed();
  }

  void merchant_accounts() {
    for (int id = 17; id <= 51; ++id) {
      const std::string_view value = code_.field(id);
      if (value.empty()) continue;
      if (id <= 25) {
        add(Rule::rfu_17_25_present, value);
      } else {
        template_ok(value, id, Rule::template_not_tlv);
      }
    }
  }

  void beneficiary() {
    const int id = code_.napas_id();
    if (id == 0) return;
    TlvReader reader(find_tlv(code_.field(id), 1));
    TlvField field;
    while (reader.next(field)) {
      if (field.id > 1) add(Rule::unexpected_beneficiary_sub, field.value, field.id);
    }
    const std::string_view bin = code_.bin();
    if (!bin.empty() && (bin.size() != 6 || !all_digits(bin))) add(Rule::bad_bin, bin);
    text(code_.account(), 19, id, 1);
    // Asked of the template itself: a broken beneficiary leaves service_code() empty.
    const std::string_view service = find_tlv(code_.field(id), 2);
    if (service.empty()) {
      add(Rule::no_service_code, {});
    } else if (service != "QRIBFTTA" && service != "QRIBFTTC" && service != "QRPUSH" &&
               service != "QRCASH") {
      add(Rule::unknown_service_code, service);
    }
  }

  void digits(int id, std::size_t size) {
    const std::string_view value = code_.field(id);
    if (value.empty() || (value.size() == size && all_digits(value))) return;
    add(Rule::bad_format, value, id);
  }

  void fixed_formats() {
    digits(52, 4);
    digits(53, 3);
    const std::string_view country = code_.country();
    if (!country.empty() &&
        (country.size() != 2 || !is_upper(country[0]) || !is_upper(country[1]))) {
      add(Rule::bad_format, country, 58);
    }
  }

  /// EMVCo §4.7.4: no more decimals than the currency has; the đồng has none.
  bool amount_ok(std::string_view value) const {
    if (value.size() > 13 || !is_decimal(value)) return false;
    const std::size_t point = value.find('.');
    return code_.currency() != "704" || point == std::string_view::npos ||
           point + 1 == value.size();
  }

  void money() {
    const std::string_view amount = code_.amount();
    if (!amount.empty() && !amount_ok(amount)) add(Rule::amount_format, amount);
    const std::string_view tip = code_.field(55);
    if (!tip.empty() && tip != "01" && tip != "02" && tip != "03") add(Rule::tip_rfu, tip);
    const std::string_view fixed = code_.field(56);
    const std::string_view percent = code_.field(57);
    if ((tip == "02") == fixed.empty()) add(Rule::fee_fixed_presence, fixed);
    if ((tip == "03") == percent.empty()) add(Rule::fee_percent_presence, percent);
    if (!fixed.empty() && !amount_ok(fixed)) add(Rule::bad_format, fixed, 56);
    if (!percent.empty() && (percent.size() > 5 || !is_decimal(percent))) {
      add(Rule::bad_format, percent, 57);
    }
  }

  void names() {
    text(code_.merchant_name(), 25, 59);
    text(code_.merchant_city(), 15, 60);
    text(code_.field(61), 10, 61);
  }

  /// 62-09: the letters A (address), M (mobile), E (e-mail), each at most once (EMVCo §4.7.9).
  static bool data_request_ok(std::string_view value) {
    if (value.size() > 3) return false;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] != 'A' && value[i] != 'M' && value[i] != 'E') return false;
      if (value.find(value[i], i + 1) != std::string_view::npos) return false;
    }
    return true;
  }

  void additional_data() {
    const std::string_view value = code_.field(62);
    if (value.empty() || !template_ok(value, 62, Rule::template_not_tlv)) return;
    TlvReader reader(value);
    TlvField field;
    while (reader.next(field)) {
      if (field.id == 0) add(Rule::id_62_00_undefined, field.value);
      if (field.id >= 1 && field.id <= 8) text(field.value, 25, 62, field.id);
      if (field.id == 9 && !data_request_ok(field.value)) add(Rule::bad_62_09, field.value);
    }
  }

  /// 64-01 and 64-02 are the only places where any script may stand.
  void language() {
    const std::string_view value = code_.field(64);
    if (value.empty() || !template_ok(value, 64, Rule::template_not_tlv)) return;
    if (find_tlv(value, 0).size() != 2) add(Rule::bad_format, value, 64, 0);
    const std::size_t name = count_characters(find_tlv(value, 1));
    if (name == 0) add(Rule::bad_format, value, 64, 1);
    if (name > 25) add(Rule::length_over, value, 64, 1, 25);
    if (count_characters(find_tlv(value, 2)) > 15) add(Rule::length_over, value, 64, 2, 15);
  }

  void reserved() {
    for (int id = 65; id <= 79; ++id) {
      if (code_.field(id).empty()) continue;
      add(Rule::rfu_65_79_present, code_.field(id));
      break;
    }
    for (int id = 80; id <= 99; ++id) {
      const std::string_view value = code_.field(id);
      if (!value.empty()) template_ok(value, id, Rule::unreserved_not_tlv);
    }
  }

  const Decoded& code_;
  std::vector<Violation> found_;
};

}  // namespace

std::vector<Violation> find_violations(const Decoded& code) {
  std::vector<Violation> found = Linter(code).run();
  std::stable_sort(found.begin(), found.end(),
                   [](const Violation& a, const Violation& b) { return a.rule < b.rule; });
  return found;
}

}  // namespace chopay::qr
