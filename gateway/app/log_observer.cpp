#include "gateway/app/log_observer.hpp"

#include <string>

#include "gateway/app/log.hpp"

namespace chopay::app {

void LogObserver::served(const http::Served& served) noexcept {
  metrics_.served(served);
}

void LogObserver::refused(const http::Refusal& refusal, std::string_view peer,
                          std::string_view request) noexcept {
  metrics_.refused(refusal.code);
  tell_now_and_then("refused", refusal.code, peer, request);
}

void LogObserver::shed(std::string_view peer) noexcept {
  metrics_.shed();
  tell_now_and_then("shed", "too_many_connections", peer, {});
}

void LogObserver::failed(std::string_view route, std::string_view what,
                         std::string_view request) noexcept {
  log_error("handler_failed", std::string{route} + ": " + std::string{what}, request);
}

void LogObserver::late(std::string_view route, std::string_view request) noexcept {
  log_warning("handler_late", route, request);
}

void LogObserver::unannounced(std::string_view peer) noexcept {
  constexpr std::string_view code = "no_proxy_header";
  metrics_.refused(code);
  if (lines_.due(code, std::chrono::steady_clock::now()) > 0) log_warning(code, peer);
}

void LogObserver::tell_now_and_then(std::string_view event, std::string_view code,
                                    std::string_view peer, std::string_view request) {
  const auto times = lines_.due(code, std::chrono::steady_clock::now());
  if (times == 0) return;
  auto detail = std::string{code} + " from " + std::string{peer};
  if (times > 1) detail += ", " + std::to_string(times) + " since the last such line";
  log_warning(event, detail, request);
}

}  // namespace chopay::app
