#include "gateway/pages/bank_delay.hpp"

#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {

std::string duration_text(std::chrono::microseconds time, Language language) {
  constexpr std::chrono::seconds tenths_below{10};
  const std::string in_seconds = ' ' + std::string{say("giây", language)};
  if (time < tenths_below) {
    const auto tenths = (time.count() + 99'999) / 100'000;
    const auto point = language == Language::english ? '.' : ',';
    return std::to_string(tenths / 10) + point + std::to_string(tenths % 10) + in_seconds;
  }
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(time).count();
  if (seconds < 60) return std::to_string(seconds) + in_seconds;
  const std::string minutes{say("phút", language)};
  return std::to_string(seconds / 60) + ' ' + minutes + ' ' + std::to_string(seconds % 60) +
         in_seconds;
}

Markup bank_delay_section(const std::vector<BankDelayLook>& delays, Language language) {
  if (delays.empty()) return {};
  Markup rows;
  for (const auto& delay : delays) {
    rows += fill(
        "<li><strong>{{bank}}</strong> [[nửa số tin trong]] {{p50}}, [[95% trong]] {{p95}} "
        "<small>{{credits}} [[tin]]</small></li>\n",
        {{"bank", bank_name({delay.bank, {}})},
         {"p50", duration_text(delay.p50, language)},
         {"p95", duration_text(delay.p95, language)},
         {"credits", merchant::format_number(static_cast<std::int64_t>(delay.credits))}});
  }
  return fill(embedded("bank_delay.html"), {{"rows", std::move(rows)}});
}

}  // namespace chopay::pages
