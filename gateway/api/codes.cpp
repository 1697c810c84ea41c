#include "gateway/api/codes.hpp"

#include "gateway/api/problems.hpp"
#include "gateway/http/whole_number.hpp"
#include "qr/bank_directory.hpp"
#include "qr/draw_png.hpp"
#include "qr/draw_svg.hpp"
#include "qr/symbol.hpp"
#include "qr/transfer_note.hpp"
#include "qr/vietqr.hpp"

namespace chopay::api {
namespace {

constexpr int pixels_default = 512;
constexpr int pixels_min = 64;
constexpr int pixels_max = 2048;

std::string memo_with(std::string_view reference, std::string_view text) {
  if (auto memo = qr::reference_note(reference, text)) return *memo;
  return std::string{reference};
}

}  // namespace

std::string memo_of(const merchant::PaymentRequest& request) {
  return memo_with(request.asks().reference.text(), request.note);
}

std::string payload_of(const merchant::PaymentRequest& request) {
  qr::TransferCode code;
  code.bin = request.account.bank;
  code.account = request.account.number;
  code.amount_dong = request.asks().amount.count();
  code.memo = memo_of(request);
  // The registry was checked when it was written; a bank may be newer than our list of banks.
  return qr::encode(code, {.allow_unknown_bank = true}).value();
}

std::string refund_memo(const merchant::Refund& refund) {
  return memo_with(refund.reference.text(), "hoan tien");
}

std::optional<std::string> refund_payload(const merchant::Refund& refund,
                                          std::string_view payer_bank,
                                          std::string_view payer_account) {
  const auto* bank = qr::BankDirectory::standard().lookup(payer_bank);
  if (!bank || payer_account.empty()) return std::nullopt;
  qr::TransferCode code;
  code.bin = bank->bin;
  code.account = payer_account;
  code.amount_dong = refund.missing().count();
  code.memo = refund_memo(refund);
  auto payload = qr::encode(code, {});
  if (!payload) return std::nullopt;  // such as an account of which the bank shows four digits
  return std::move(*payload);
}

http::Response svg_answer(qr::DrawingCache& drawings, const std::string& payload) {
  const auto draw = [&]() -> qr::Result<std::string> {
    return qr::draw_svg(qr::make_symbol(payload, qr::Level::medium).value());
  };
  http::Response response;
  response.content_type = "image/svg+xml";
  response.body = *drawings.get("svg\n" + payload, draw).value();
  return response;
}

http::Response png_answer(qr::DrawingCache& drawings, const std::string& payload,
                          std::string_view px) {
  int pixels = pixels_default;
  if (!px.empty()) {
    pixels = static_cast<int>(http::whole_number(px, pixels_max).value_or(0));
    if (pixels < pixels_min) {
      return bad_request("bad_size", "px must be a whole number from 64 to 2048");
    }
  }
  const auto png = drawings.get("png " + std::to_string(pixels) + '\n' + payload, [&] {
    return qr::draw_png(qr::make_symbol(payload, qr::Level::medium).value(), pixels);
  });
  if (!png) return bad_request("bad_size", png.error().message());
  http::Response response;
  response.content_type = "image/png";
  response.body = **png;
  return response;
}

}  // namespace chopay::api
