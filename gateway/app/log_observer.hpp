#pragma once

#include "gateway/app/line_limit.hpp"
#include "gateway/app/metrics.hpp"
#include "gateway/http/settings.hpp"

namespace chopay::app {

/// Puts into the log what went wrong, neither bodies nor keys, and counts all. What anybody can
/// cause without end is one line a minute.
class LogObserver final : public http::Observer {
 public:
  /// `metrics` outlives it.
  explicit LogObserver(Metrics& metrics) : metrics_(metrics) {}

  void served(const http::Served& served) noexcept override;
  void refused(const http::Refusal& refusal, std::string_view peer,
               std::string_view request) noexcept override;
  void shed(std::string_view peer) noexcept override;
  void failed(std::string_view route, std::string_view what,
              std::string_view request) noexcept override;
  void late(std::string_view route, std::string_view request) noexcept override;
  void unannounced(std::string_view peer) noexcept override;

 private:
  /// "code from address", and how many there were since the last such line.
  void tell_now_and_then(std::string_view event, std::string_view code, std::string_view peer,
                         std::string_view request);

  Metrics& metrics_;
  LineLimit lines_;
};

}  // namespace chopay::app
