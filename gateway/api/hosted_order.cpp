#include "gateway/api/hosted_order.hpp"

#include <boost/json.hpp>

#include <array>
#include <charconv>
#include <utility>

#include "qr/bank_directory.hpp"
#include "qr/emv_tlv.hpp"
#include "qr/transfer_note.hpp"
#include "qr/vietqr.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using qr::Errc;

constexpr std::size_t account_name_bytes_max = 200;

constexpr std::array forms{
    std::pair{std::string_view{"svg"}, qr::PictureForm::svg},
    std::pair{std::string_view{"png"}, qr::PictureForm::png},
    std::pair{std::string_view{"jpg"}, qr::PictureForm::jpeg},
    std::pair{std::string_view{"jpeg"}, qr::PictureForm::jpeg},
};

std::optional<qr::PictureForm> form_of(std::string_view extension) {
  for (const auto& [name, form] : forms) {
    if (name == extension) return form;
  }
  return std::nullopt;
}

/// A text or a whole number as text; nothing for other types. The hosted service takes both.
std::optional<std::string> text_of(const json::value& value) {
  if (value.is_string()) return std::string{value.get_string()};
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  if (value.is_null()) return std::string{};
  return std::nullopt;
}

qr::Result<std::optional<std::int64_t>> amount_of(std::string_view text) {
  if (text.empty()) return std::optional<std::int64_t>{};
  std::int64_t amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return qr::Error{Errc::bad_amount, 0, "amount"};
  }
  return std::optional{amount};
}

/// One line of any script; what is only printed.
bool is_printable(std::string_view text) {
  if (text.size() > account_name_bytes_max || !qr::is_utf8(text)) return false;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) < 0x20) || c == 0x7F) return false;
  }
  return true;
}

}  // namespace

std::optional<PictureName> parse_picture_name(std::string_view file) {
  const auto dot = file.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto form = form_of(file.substr(dot + 1));
  auto rest = file.substr(0, dot);
  const auto last = rest.rfind('-');
  if (!form || last == std::string_view::npos) return std::nullopt;
  const auto shape = qr::card_template(rest.substr(last + 1));
  rest = rest.substr(0, last);
  // A bank's name may have a hyphen in it; an account has none.
  const auto middle = rest.rfind('-');
  if (!shape || middle == std::string_view::npos || middle == 0) return std::nullopt;
  return PictureName{std::string{rest.substr(0, middle)}, std::string{rest.substr(middle + 1)},
                     *shape, *form};
}

qr::Result<GenerateBody> parse_generate_body(std::string_view text) {
  json::error_code error;
  const auto value = json::parse(text, error);
  if (error || !value.is_object()) return qr::Error{Errc::bad_text, 0, "not a JSON object"};
  GenerateBody body;
  std::string shape;
  const std::array fields{
      std::pair{std::string_view{"accountNo"}, &body.order.account},
      std::pair{std::string_view{"acqId"}, &body.order.bank},
      std::pair{std::string_view{"accountName"}, &body.order.account_name},
      std::pair{std::string_view{"addInfo"}, &body.order.add_info},
      std::pair{std::string_view{"amount"}, &body.order.amount},
      std::pair{std::string_view{"template"}, &shape},
  };
  for (const auto& [name, target] : fields) {
    const auto* field = value.get_object().if_contains(name);
    if (!field) continue;
    auto found = text_of(*field);
    if (!found) return qr::Error{Errc::bad_text, 0, std::string{name}};
    *target = std::move(*found);
  }
  if (shape.empty()) return body;
  const auto known = qr::card_template(shape);
  if (!known) return qr::Error{Errc::bad_text, 0, "template"};
  body.shape = *known;
  return body;
}

std::string bin_of(const HostedOrder& order) {
  const auto* bank = qr::BankDirectory::standard().lookup(order.bank);
  return bank ? bank->bin : std::string{};
}

qr::Result<qr::Card> card_of(const HostedOrder& order) {
  const auto* bank = qr::BankDirectory::standard().lookup(order.bank);
  if (!bank) return qr::Error{Errc::unknown_bank, 0, "bank"};
  const auto amount = amount_of(order.amount);
  if (!amount) return amount.error();
  if (!is_printable(order.account_name)) return qr::Error{Errc::bad_text, 0, "accountName"};
  if (!is_printable(order.add_info)) return qr::Error{Errc::bad_text, 0, "addInfo"};
  qr::TransferCode code;
  code.bin = bank->bin;
  code.account = order.account;
  code.amount_dong = *amount;
  code.memo = qr::fold_note(order.add_info);
  auto payload = qr::encode(code);
  if (!payload) return payload.error();
  return qr::Card{std::move(*payload), bank->short_name, order.account,
                  order.account_name,  *amount,          std::move(code.memo)};
}

}  // namespace chopay::api
