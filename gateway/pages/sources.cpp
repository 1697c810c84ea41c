#include "gateway/pages/sources.hpp"

#include <array>
#include <utility>

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {
namespace {

/// The outcomes of the delivery log in the words of the screens.
constexpr std::array outcome_words{
    std::pair<std::string_view, std::string_view>{"accepted", "đã ghi"},
    std::pair<std::string_view, std::string_view>{"duplicate", "đã có, không ghi lại"},
    std::pair<std::string_view, std::string_view>{"ignored", "không phải tiền vào"},
    std::pair<std::string_view, std::string_view>{"unmatched", "đã nhận, chưa rõ của sạp nào"},
    std::pair<std::string_view, std::string_view>{"token_issued", "đã đăng nhập"},
    std::pair<std::string_view, std::string_view>{"conflict", "mâu thuẫn, không ghi"},
    std::pair<std::string_view, std::string_view>{"unavailable", "chưa ghi được, chờ gửi lại"},
    std::pair<std::string_view, std::string_view>{"too_many", "gửi quá nhanh, chờ gửi lại"},
    std::pair<std::string_view, std::string_view>{"reject_auth", "sai chữ ký, từ chối"},
    std::pair<std::string_view, std::string_view>{"reject_stale", "quá cũ, từ chối"},
    std::pair<std::string_view, std::string_view>{"malformed", "không đọc được"},
    std::pair<std::string_view, std::string_view>{"test", "thử, không ghi tiền"},
};

Markup outcome_word(std::string_view outcome) {
  for (const auto& [name, word] : outcome_words) {
    if (name == outcome) return phrase(word);
  }
  return Markup::text(outcome);
}

/// "12 đã ghi, 1 sai chữ ký, từ chối"
Markup counts_of(const SourceLook& source) {
  Markup counts;
  for (const auto& [outcome, count] : source.last_day) {
    if (!counts.html().empty()) counts += Markup::text("; ");
    counts += Markup::text(merchant::format_number(count) + ' ');
    counts += outcome_word(outcome);
  }
  return counts.html().empty() ? phrase("không có tin nào") : counts;
}

Markup messages_of(const SourceLook& source) {
  Markup rows;
  for (const auto& message : source.newest) {
    rows += fill(
        "<li><strong>{{number}}</strong> {{when}} · {{word}} <small>{{status}} "
        "{{why}}</small></li>",
        {{"number", "#" + std::to_string(message.number)},
         {"when", merchant::format_moment(message.received_at)},
         {"word", outcome_word(message.outcome)},
         {"status", std::to_string(message.status)},
         {"why", message.why}});
  }
  if (source.newest.empty()) rows += Markup::trusted("<li>[[Chưa có tin nào.]]</li>");
  return rows;
}

Markup source_section(const SourceLook& source, bool may_run) {
  const bool heard = source.heard_at.has_value();
  std::string_view look = "calm";
  std::string_view word = "Đang nghe";
  if (!heard || source.silent) {
    look = "warn";
    word = heard ? "Im lặng" : "Chưa nghe từ khi khởi động";
  }
  return fill(embedded("sources_one.html"),
              {{"id", source.id},
               {"kind", source.kind},
               {"look", look},
               {"word", phrase(word)},
               {"heard", heard ? fill("[[Lần cuối]] {{at}}",
                                      {{"at", merchant::format_moment(*source.heard_at)}})
                               : phrase("Chưa có tin thật nào của nguồn này")},
               {"counts", counts_of(source)},
               {"may", std::string_view{may_run ? "yes" : "no"}},
               {"messages", may_run ? messages_of(source) : Markup{}}});
}

/// To the board, or to one's account where there is no board to see; a key has neither.
Markup way_back(const SourcesLook& look) {
  if (look.has_board) {
    return Markup::trusted("<a class=\"quiet\" href=\"/board\">[[Quay lại ngày hôm nay]]</a>");
  }
  if (!look.signed_in) return {};
  return Markup::trusted("<a class=\"quiet\" href=\"/account\">[[Tài khoản và đăng xuất]]</a>");
}

}  // namespace

http::Response sources_page(const SourcesLook& look) {
  Markup sources;
  for (const auto& source : look.sources) sources += source_section(source, look.may_run);
  if (look.sources.empty()) {
    sources += Markup::trusted("<p>[[Chưa có nguồn tin nào được cài đặt.]]</p>\n");
  }
  Document document;
  document.title = say("Nguồn tin ngân hàng", look.language);
  document.language = look.language;
  document.style = "board.css";
  document.scripts = {"page.js", "sources.js"};
  document.body =
      fill(embedded("sources.html"), {{"sandbox", sandbox_mark(look.sandbox)},
                                      {"market", look.market_name},
                                      {"signed", std::string_view{look.signed_in ? "yes" : "no"}},
                                      {"back", way_back(look)},
                                      {"delays", bank_delay_section(look.delays, look.language)},
                                      {"sources", std::move(sources)}});
  return answer(document);
}

}  // namespace chopay::pages
