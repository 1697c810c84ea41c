#include "gateway/sandbox/bank_client.hpp"

#include <boost/json.hpp>

#include "gateway/bank/encoding.hpp"

namespace chopay::sandbox {
namespace {

/// The path of an address begins behind its host; npos where there is none.
std::size_t path_at(std::string_view url) {
  const auto host = url.find("://");
  return url.find('/', host == std::string_view::npos ? 0 : host + 3);
}

/// The bearer token that the gateway gives for a name and a password (VietQR.vn's way).
Result<std::string> log_in(const Web& web, const std::string& callback, std::string_view login) {
  const auto answer = web(
      {"POST",
       callback + "/api/token_generate",
       {{"Authorization", "Basic " + bank::to_base64(login)}, {"Content-Type", "application/json"}},
       "{}"});
  if (!answer) return answer.error();
  boost::system::error_code failed;
  const auto root = boost::json::parse(answer->body, failed);
  const auto* object = failed ? nullptr : root.if_object();
  const auto* token = object ? object->if_contains("access_token") : nullptr;
  if (!token || !token->is_string()) return Error{Errc::answer_refused, "no access_token"};
  return std::string{token->get_string()};
}

}  // namespace

Result<WebAnswer> deliver(const Web& web, const CallbackAddress& address,
                          const SignedNotice& notice) {
  std::string_view to = address.to;
  while (to.ends_with('/')) to.remove_suffix(1);
  const auto callback = std::string(to) + "/callbacks/" + address.source;
  auto headers = notice.headers;
  if (!notice.login.empty()) {
    const auto token = log_in(web, callback, notice.login);
    if (!token) return token.error();
    headers.emplace_back("Authorization", "Bearer " + *token);
  }
  return web({"POST", callback + notice.path, std::move(headers), notice.body});
}

std::string picture_address(std::string_view url) {
  std::string_view address = url.substr(0, url.find('#'));
  const std::string_view path = address.substr(0, address.find('?'));
  const auto at = path_at(path);
  const bool page = at != std::string_view::npos && path.substr(at).starts_with("/pay/") &&
                    path.find('/', at + 5) == std::string_view::npos;
  return page ? std::string(path) + "/qr.png" : std::string(address);
}

Result<std::string> fetch_picture(const Web& web, std::string_view url) {
  const std::string address = picture_address(url);
  auto answer = web({"GET", address, {}, {}});
  if (!answer) return Error{answer.error().code, address + ": " + answer.error().detail};
  if (answer->status != 200) {
    return Error{Errc::answer_refused,
                 "status " + std::to_string(answer->status) + " from " + address};
  }
  return std::move(answer->body);
}

}  // namespace chopay::sandbox
