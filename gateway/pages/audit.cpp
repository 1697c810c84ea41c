#include "gateway/pages/audit.hpp"

#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "gateway/pages/payee.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/crypto.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {
namespace {

using ledger::Kind;

/// What happened, in the words of the screens.
std::string_view kind_word(Kind kind) {
  switch (kind) {
    case Kind::market_opened:
      return "Mở chợ";
    case Kind::zone_opened:
      return "Mở khu vực";
    case Kind::stall_opened:
      return "Mở sạp";
    case Kind::name_corrected:
      return "Sửa tên chợ, khu vực hoặc người liên hệ";
    case Kind::stall_corrected:
      return "Sửa thông tin sạp";
    case Kind::request_opened:
    case Kind::rest_requested:
      return "Tạo mã thanh toán";
    case Kind::request_cancelled:
      return "Hủy mã thanh toán";
    case Kind::request_expired:
      return "Mã thanh toán hết hạn";
    case Kind::credit:
      return "Tiền vào";
    case Kind::rejection:
      return "Tin báo mâu thuẫn, không ghi tiền";
    case Kind::rejection_settled:
      return "Xác nhận cùng một khoản tiền";
    case Kind::person_invited:
      return "Mời người quản lý";
    case Kind::allocation:
      return "Phân bổ lại khoản tiền";
    case Kind::refund_requested:
      return "Yêu cầu hoàn tiền";
    case Kind::refund_paid:
      return "Đã hoàn tiền";
    case Kind::refund_cancelled:
      return "Hủy yêu cầu hoàn tiền";
    case Kind::payee_change_asked:
      return "Xin đổi tài khoản nhận";
    case Kind::payee_change_approved:
      return "Duyệt đổi tài khoản nhận";
    case Kind::payee_change_withdrawn:
      return "Rút yêu cầu đổi tài khoản";
    case Kind::payee_changed:
      return "Đã đổi tài khoản nhận";
    case Kind::day_closed:
      return "Đã chốt ngày";
    case Kind::consent_granted:
      return "Đồng ý cho xem số";
    case Kind::consent_withdrawn:
      return "Thôi đồng ý cho xem số";
    case Kind::statement_imported:
      return "Nhập sao kê";
    case Kind::alarm_raised:
      return "Cảnh báo";
    default:
      return "Thu phí và sổ của hộ";
  }
}

/// The money that the entry tells of, where it posts some.
std::string money_of(const ledger::Entry& entry) {
  ledger::Dong in{};
  for (const auto& posting : entry.postings) {
    if (posting.amount > ledger::Dong{}) in += posting.amount;
  }
  return in.is_zero() ? std::string{} : merchant::format_amount(in);
}

Markup audit_row(const AuditRow& row) {
  const auto seq = std::to_string(ledger::number(row.seq));
  std::string_view what = "Không được xem: sạp chưa đồng ý, hoặc sổ riêng của hộ";
  std::string when;
  Markup whose;
  std::string money;
  if (row.entry) {
    what = kind_word(row.entry->kind);
    when = merchant::format_moment(row.entry->at);
    if (!row.entry->stall.empty()) {
      whose = fill("[[Sạp]] {{id}}", {{"id", row.entry->stall.text()}});
    }
    money = money_of(*row.entry);
  }
  return fill(embedded("audit_row.html"),
              {{"seq", seq},
               {"number", merchant::format_number(static_cast<std::int64_t>(number(row.seq)))},
               {"shown", std::string_view{row.entry ? "yes" : "no"}},
               {"what", phrase(what)},
               {"when", when},
               {"whose", std::move(whose)},
               {"money", money},
               {"hash", ledger::to_hex(row.hash)}});
}

std::string names_of(const std::vector<std::string>& witnesses) {
  std::string names;
  for (const auto& name : witnesses) names += (names.empty() ? "" : ", ") + name;
  return names;
}

std::int64_t size_of(const ledger::Note& note) {
  const auto checkpoint = ledger::parse_checkpoint(note.text);
  return checkpoint ? static_cast<std::int64_t>(checkpoint->size) : 0;
}

/// Who else has signed, and how far behind the newest checkpoint that is.
Markup witness_tile(const AuditLook& look) {
  const bool none = !look.cosigned || look.witnesses.empty();
  auto lines = phrase("Chỉ máy chủ này ký: hãy giữ bản in của các ngày để đối chiếu");
  auto word = phrase("Chưa có");
  if (!none) {
    const auto count = static_cast<std::int64_t>(look.witnesses.size());
    lines = fill("{{names}}, [[đến bút toán số]] {{size}}",
                 {{"names", names_of(look.witnesses)},
                  {"size", merchant::format_number(size_of(*look.cosigned))}});
    word = fill("{{count}} [[bên đã ký]]", {{"count", merchant::format_number(count)}});
  }
  return fill(
      "<li class=\"{{look}}\"><span>[[Nhân chứng]]</span><strong>{{word}}</strong>"
      "<small>{{lines}}</small></li>\n",
      {{"look", none ? "warn" : "calm"}, {"word", std::move(word)}, {"lines", std::move(lines)}});
}

Markup checkpoint_of(const AuditLook& look) {
  if (!look.checkpoint || look.key.empty()) {
    return Markup::trusted(
        "<p class=\"proof\">[[Sổ cái này chưa được ký: chưa có gì để chứng minh.]]</p>\n");
  }
  return fill(embedded("audit_checkpoint.html"),
              {{"note", look.checkpoint->print()},
               {"key", look.key},
               {"size", merchant::format_number(size_of(*look.checkpoint))},
               {"witness", witness_tile(look)}});
}

/// Who has been shown who paid: one line, where the reader may not see whose sale it was.
Markup payer_view_row(const PayerViewRow& row) {
  const auto when = merchant::format_moment(row.at);
  if (row.stall.empty()) {
    return fill(
        "<li class=\"payer-view\"><p>[[Sạp chưa đồng ý cho xem]]</p>"
        "<p class=\"proof\">{{when}}</p></li>\n",
        {{"when", when}});
  }
  return fill(
      "<li class=\"payer-view\"><p><strong>[[Số]] {{credit}}</strong> "
      "<span class=\"badge\">[[Sạp]] {{stall}}</span></p>"
      "<p class=\"proof\">{{when}} <code>{{by}}</code></p></li>\n",
      {{"when", when},
       {"stall", row.stall},
       {"credit", merchant::format_number(static_cast<std::int64_t>(number(row.credit)))},
       {"by", row.by}});
}

/// Nothing where nobody was shown a payer.
Markup payer_views_of(const AuditLook& look) {
  if (look.payer_views.empty()) return {};
  Markup rows;
  for (const auto& row : look.payer_views) rows += payer_view_row(row);
  return fill(
      "<h2>[[Ai đã xem người chuyển tiền]]</h2>\n<ul class=\"payer-views\">\n{{rows}}</ul>\n",
      {{"rows", std::move(rows)}});
}

/// Ways to older entries and back to the newest.
Markup pages_of(const AuditLook& look) {
  Markup links;
  if (!look.newest) {
    links += Markup::trusted("<a class=\"quiet\" href=\"/board/audit\">[[Mới nhất]]</a> ");
  }
  if (!look.rows.empty() && look.rows.back().seq > ledger::first_seq) {
    links += fill("<a class=\"quiet\" href=\"/board/audit?before={{seq}}\">[[Cũ hơn ›]]</a> ",
                  {{"seq", std::to_string(ledger::number(look.rows.back().seq))}});
  }
  return links;
}

}  // namespace

http::Response audit_page(const AuditLook& look) {
  Markup rows;
  for (const auto& row : look.rows) rows += audit_row(row);
  Document document;
  document.title = say("Sổ cái của chợ", look.language);
  document.language = look.language;
  document.style = "board.css";
  document.scripts = {"page.js", "proof.js", "audit.js"};
  document.body = fill(embedded("audit.html"), {{"sandbox", sandbox_mark(look.sandbox)},
                                                {"market", look.market_name},
                                                {"market_id", look.market_id},
                                                {"checkpoint", checkpoint_of(look)},
                                                {"rows", std::move(rows)},
                                                {"payer_views", payer_views_of(look)},
                                                {"pages", pages_of(look)}});
  return answer(document);
}

}  // namespace chopay::pages
