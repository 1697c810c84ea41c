#include "gateway/payos/envelope.hpp"

#include <boost/json.hpp>

#include <string>

#include "gateway/bank/payos.hpp"

namespace chopay::payos {
namespace {

namespace json = boost::json;

struct FaultRow {
  Fault fault;
  int status;
  std::string_view code;
  std::string_view desc;
};

/// @payos/node asks again after it; what is busy here is so for moments.
constexpr std::string_view ask_again_s = "1";

constexpr FaultRow faults[] = {
    {Fault::internal, 503, "20", "Hệ thống đang bận, vui lòng gửi lại"},
    {Fault::parameter, 400, "21", "Thông tin truyền lên không đúng"},
    {Fault::no_signature, 400, "22", "Thiếu chữ ký (signature)"},
    {Fault::bad_signature, 400, "24", "Chữ ký (signature) không hợp lệ"},
    {Fault::webhook_url, 400, "26", "Webhook url không hợp lệ"},
    {Fault::unauthorized, 401, "401", "x-client-id hoặc x-api-key không đúng"},
    {Fault::not_found, 404, "404", "Không tìm thấy"},
    {Fault::duplicate_order, 200, "231", "Đơn thanh toán đã tồn tại"},
    {Fault::not_pending, 200, "232", "Đơn thanh toán không còn chờ thanh toán"},
};

http::Response response_of(int status, std::string_view code, std::string_view desc,
                           const std::string& data, const Shop* shop) {
  http::Response response;
  response.status = status;
  response.content_type = "application/json";
  // The data as it was signed: no second serialising in between.
  response.body = R"({"code":)" + json::serialize(json::value(code)) + R"(,"desc":)" +
                  json::serialize(json::value(desc)) + R"(,"data":)" + data + R"(,"signature":)";
  response.body +=
      shop ? '"' + bank::payos_signature(data, shop->keys->now()->checksum_key.view()) + '"'
           : std::string{"null"};
  response.body += '}';
  if (status == 503) response.headers.add("Retry-After", std::string{ask_again_s});
  return response;
}

}  // namespace

http::Response envelope(const Shop& shop, const json::object& data) {
  return response_of(200, "00", "success", json::serialize(data), &shop);
}

http::Response refusal(const Shop* shop, Fault fault, std::string_view what) {
  for (const auto& row : faults) {
    if (row.fault != fault) continue;
    auto desc = std::string{row.desc};
    if (!what.empty()) desc.append(": ").append(what);
    return response_of(row.status, row.code, desc, "null", shop);
  }
  throw std::logic_error("a fault without a row");
}

}  // namespace chopay::payos
