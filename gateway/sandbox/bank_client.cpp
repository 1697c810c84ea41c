#include "gateway/sandbox/bank_client.hpp"

namespace chopay::sandbox {
namespace {

/// The path of an address begins behind its host; npos where there is none.
std::size_t path_at(std::string_view url) {
  const auto host = url.find("://");
  return url.find('/', host == std::string_view::npos ? 0 : host + 3);
}

}  // namespace

Result<WebAnswer> deliver(const Web& web, const CallbackAddress& address,
                          const SignedNotice& notice) {
  std::string_view to = address.to;
  while (to.ends_with('/')) to.remove_suffix(1);
  return web(
      {"POST", std::string(to) + "/callbacks/" + address.source, notice.headers, notice.body});
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
