#include "gateway/cli/code_report.hpp"

#include <boost/json.hpp>

#include "merchant/vietnamese.hpp"
#include "qr/bank_directory.hpp"
#include "qr/decode.hpp"

namespace chopay::cli {
namespace {

namespace json = boost::json;

json::value text_or_null(std::string_view text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

json::value error_json(const qr::Reading& reading) {
  if (reading.errors.empty()) return nullptr;
  const auto& error = reading.errors.front();
  return json::object{{"code", qr::code_name(error.code)}, {"at", error.at}};
}

json::object fields_json(const qr::Decoded& code) {
  json::value amount;
  if (const auto dong = code.amount_dong()) amount = *dong;
  return {{"bank", text_or_null(code.bin())},
          {"account", text_or_null(code.account())},
          {"service", text_or_null(code.service_code())},
          {"amount", std::move(amount)},
          {"note", text_or_null(code.memo())},
          {"name", text_or_null(code.merchant_name())},
          {"city", text_or_null(code.merchant_city())},
          {"poi", text_or_null(code.field(1))}};
}

/// What people see of a text from a code: no control character reaches the terminal.
std::string shown(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return out;
}

void add_line(std::string& text, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  text += "  ";
  text += name;
  text.append(9 - name.size(), ' ');
  text += shown(value) + '\n';
}

std::string bank_line(std::string_view bin) {
  const qr::Bank* bank = qr::BankDirectory::standard().find(bin);
  return std::string(bin) + (bank ? " " + bank->short_name : "");
}

std::string amount_line(const qr::Decoded& code) {
  if (const auto dong = code.amount_dong()) return merchant::format_amount(ledger::Dong{*dong});
  return std::string(code.amount());
}

}  // namespace

CodeReport report_as_json(std::string_view payload) {
  const qr::Reading reading = qr::inspect(payload);
  const json::object line{{"valid", reading.errors.empty()},
                          {"scheme", qr::scheme_name(reading.code.scheme())},
                          {"error", error_json(reading)},
                          {"fields", fields_json(reading.code)}};
  return {reading.errors.empty(), json::serialize(line) + '\n'};
}

CodeReport report_as_text(std::string_view payload) {
  const qr::Reading reading = qr::inspect(payload);
  const qr::Decoded& code = reading.code;
  const bool valid = reading.errors.empty();
  std::string text = valid ? "valid " : "INVALID ";
  text += std::string(qr::scheme_name(code.scheme())) + '\n';
  for (const auto& error : reading.errors) add_line(text, "error", error.message());
  if (!code.bin().empty()) add_line(text, "bank", bank_line(code.bin()));
  add_line(text, "account", code.account());
  add_line(text, "service", code.service_code());
  add_line(text, "amount", amount_line(code));
  add_line(text, "note", code.memo());
  add_line(text, "name", code.merchant_name());
  add_line(text, "city", code.merchant_city());
  add_line(text, "poi", code.field(1));
  for (const auto& violation : code.violations()) add_line(text, "breaks", violation.name());
  return {valid, std::move(text)};
}

}  // namespace chopay::cli
