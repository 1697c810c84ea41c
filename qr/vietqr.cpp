#include "qr/vietqr.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "qr/ascii.hpp"
#include "qr/bank_directory.hpp"
#include "qr/crc16.hpp"
#include "qr/emv_tlv.hpp"

namespace chopay::qr {
namespace {

constexpr std::size_t value_characters_max = 99;
/// 20 unreserved templates take at most 2,060 bytes, the language template 400, all else 500.
constexpr std::size_t payload_bytes_max = 4096;

bool is_note(char c) {
  return is_alnum(c) || c == ' ';
}

template <class Test>
bool all(std::string_view text, Test test) {
  return std::all_of(text.begin(), text.end(), test);
}

std::string_view service_text(Service service) {
  switch (service) {
    case Service::to_account:
      return "QRIBFTTA";
    case Service::to_card:
      return "QRIBFTTC";
    case Service::purchase:
      return "QRPUSH";
    case Service::cash:
      return "QRCASH";
  }
  return {};
}

/// Bytes that an object with this value takes, header included; 0 if it is absent.
std::size_t object_size(std::string_view value) {
  return value.empty() ? 0 : 4 + value.size();
}

/// The first thing found wrong with a request, or none. Each check names its field.
class Checker {
 public:
  std::optional<Error> error;

  void that(bool holds, Errc code, const char* field) {
    if (!holds && !error) error.emplace(code, 0, field);
  }

  void ans(std::string_view value, std::size_t characters_max, const char* field) {
    that(value.size() <= characters_max, Errc::field_too_long, field);
    that(is_ans(value), Errc::bad_text, field);
  }

  /// UTF-8 of any script, without control characters.
  void script(std::string_view value, std::size_t characters_max, const char* field) {
    that(is_utf8(value) && all(value, [](char c) { return c < 0 || (c >= 0x20 && c != 0x7F); }),
         Errc::bad_text, field);
    that(count_characters(value) <= characters_max, Errc::field_too_long, field);
  }
};

std::array<std::pair<std::string_view, const char*>, 7> plain_fields(const AdditionalData& data) {
  return {{{data.bill, "62-01"},
           {data.mobile, "62-02"},
           {data.store, "62-03"},
           {data.loyalty, "62-04"},
           {data.reference, "62-05"},
           {data.customer, "62-06"},
           {data.terminal, "62-07"}}};
}

void check_beneficiary(Checker& check, const TransferCode& code, EncodeOptions options) {
  check.that(code.bin.size() == 6 && all(code.bin, is_digit), Errc::bad_bin, "bin");
  check.that(!code.account.empty() && code.account.size() <= 19 && all(code.account, is_alnum),
             Errc::bad_account, "account");
  check.that(code.service != Service::to_card || options.allow_card, Errc::card_refused, "service");
  if (!check.error && !options.allow_unknown_bank) {
    check.that(BankDirectory::standard().find(code.bin) != nullptr, Errc::unknown_bank, "bin");
  }
  if (code.amount_dong) {
    check.that(*code.amount_dong >= 1 && *code.amount_dong <= amount_dong_max, Errc::bad_amount,
               "amount");
  }
}

bool data_request_ok(std::string_view value) {
  return all(value, [&](char c) {
    return (c == 'A' || c == 'M' || c == 'E') && std::count(value.begin(), value.end(), c) == 1;
  });
}

std::size_t check_additional(Checker& check, const TransferCode& code) {
  check.that(code.memo.size() <= memo_characters_max, Errc::field_too_long, "memo");
  check.that(all(code.memo, is_note), Errc::bad_text, "memo");
  std::size_t size = object_size(code.memo) + object_size(code.additional.data_request);
  for (const auto& [value, field] : plain_fields(code.additional)) {
    if (value.empty()) continue;
    check.ans(value, 25, field);
    size += object_size(value);
  }
  check.that(data_request_ok(code.additional.data_request), Errc::bad_text, "62-09");
  check.that(size <= value_characters_max, Errc::field_too_long, "62");
  return size;
}

void check_merchant(Checker& check, const TransferCode& code) {
  check.that(code.category.empty() || (code.category.size() == 4 && all(code.category, is_digit)),
             Errc::bad_text, "category");
  check.ans(code.merchant_name, 25, "merchant_name");
  check.ans(code.merchant_city, 15, "merchant_city");
  check.ans(code.postal_code, 10, "postal_code");
  if (code.language) {
    const LanguageTemplate& language = *code.language;
    check.that(language.language.size() == 2 && all(language.language, is_alnum), Errc::bad_text,
               "64-00");
    check.that(!language.name.empty(), Errc::missing_field, "64-01");
    check.script(language.name, 25, "64-01");
    check.script(language.city, 15, "64-02");
  }
  std::array<bool, 100> used{};
  for (const UnreservedTemplate& extra : code.unreserved) {
    const bool in_range = extra.id >= 80 && extra.id <= 99;
    check.that(in_range, Errc::bad_text, "80-99");
    if (!in_range) return;
    bool& taken = used[static_cast<std::size_t>(extra.id)];
    check.that(!taken, Errc::duplicate_id, "80-99");
    taken = true;
    check.that(!extra.guid.empty(), Errc::missing_field, "80-99");
    check.ans(extra.guid, 32, "80-99");
    check.ans(extra.value, value_characters_max - 8 - std::min<std::size_t>(extra.guid.size(), 32),
              "80-99");
  }
}

/// NAPAS QR switching v1.5.2: what QRPUSH and QRCASH need beside the account.
void check_service(Checker& check, const TransferCode& code) {
  if (code.service != Service::purchase && code.service != Service::cash) return;
  check.that(!code.category.empty(), Errc::missing_field, "category");
  check.that(!code.merchant_name.empty(), Errc::missing_field, "merchant_name");
  check.that(!code.merchant_city.empty(), Errc::missing_field, "merchant_city");
  if (code.service != Service::cash) return;
  check.that(code.category == "6011", Errc::bad_text, "category");
  check.that(!code.additional.reference.empty(), Errc::missing_field, "62-05");
  check.that(!code.additional.terminal.empty(), Errc::missing_field, "62-07");
}

/// Puts objects one behind the other into the memory given, which must hold them: what passed the
/// checks takes less than payload_bytes_max.
class Writer {
 public:
  explicit Writer(char* out) : begin_(out), at_(out) {}

  void header(int id, std::size_t length) {
    two_digits(static_cast<std::size_t>(id));
    two_digits(length);
  }

  void put(int id, std::string_view value) {
    if (value.empty()) return;
    header(id, value.size());
    append(value);
  }

  void put_script(int id, std::string_view value) {
    if (value.empty()) return;
    header(id, count_characters(value));
    append(value);
  }

  void append(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }

  std::string_view written() const { return {begin_, static_cast<std::size_t>(at_ - begin_)}; }

 private:
  void two_digits(std::size_t number) {
    *at_++ = static_cast<char>('0' + number / 10);
    *at_++ = static_cast<char>('0' + number % 10);
  }

  char* begin_;
  char* at_;
};

void write_beneficiary(Writer& writer, const TransferCode& code) {
  const std::string_view service = service_text(code.service);
  const std::size_t inner = object_size(code.bin) + object_size(code.account);
  writer.header(38, object_size(napas_guid) + 4 + inner + object_size(service));
  writer.put(0, napas_guid);
  writer.header(1, inner);
  writer.put(0, code.bin);
  writer.put(1, code.account);
  writer.put(2, service);
}

void write_amount(Writer& writer, std::optional<std::int64_t> amount_dong) {
  if (!amount_dong) return;
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, *amount_dong).ptr;
  writer.put(54, {digits, static_cast<std::size_t>(end - digits)});
}

void write_additional(Writer& writer, const TransferCode& code, std::size_t size) {
  if (size == 0) return;
  writer.header(62, size);
  int id = 1;
  for (const auto& [value, field] : plain_fields(code.additional)) writer.put(id++, value);
  writer.put(8, code.memo);
  writer.put(9, code.additional.data_request);
}

void write_templates(Writer& writer, const TransferCode& code) {
  if (code.language) {
    const LanguageTemplate& language = *code.language;
    char inner[256];  // 2, 25 and 15 characters of at most four bytes, and three headers
    Writer nested(inner);
    nested.put(0, language.language);
    nested.put_script(1, language.name);
    nested.put_script(2, language.city);
    writer.put_script(64, nested.written());
  }
  for (const UnreservedTemplate& extra : code.unreserved) {
    writer.header(extra.id, object_size(extra.guid) + object_size(extra.value));
    writer.put(0, extra.guid);
    writer.put(1, extra.value);
  }
}

}  // namespace

Result<std::string> encode(const TransferCode& code, EncodeOptions options) {
  Checker check;
  check_beneficiary(check, code, options);
  const std::size_t additional_size = check_additional(check, code);
  check_merchant(check, code);
  check_service(check, code);
  if (check.error) return *std::move(check.error);

  char memory[payload_bytes_max];
  Writer writer(memory);
  const bool single_use = code.amount_dong || code.service == Service::cash;
  writer.put(0, "01");
  writer.put(1, single_use ? "12" : "11");
  write_beneficiary(writer, code);
  writer.put(52, code.category);
  writer.put(53, "704");
  write_amount(writer, code.amount_dong);
  writer.put(58, "VN");
  writer.put(59, code.merchant_name);
  writer.put(60, code.merchant_city);
  writer.put(61, code.postal_code);
  write_additional(writer, code, additional_size);
  write_templates(writer, code);
  writer.header(63, 4);
  char crc[4];
  write_crc_hex(crc16(writer.written()), crc);
  writer.append({crc, sizeof crc});
  const std::string_view payload = writer.written();
  if (payload.size() > payload_characters_max &&
      count_characters(payload) > payload_characters_max) {
    return Error(Errc::payload_too_long, 0, "80-99");
  }
  return std::string(payload);
}

}  // namespace chopay::qr
