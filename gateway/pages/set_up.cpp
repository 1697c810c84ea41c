#include "gateway/pages/set_up.hpp"

#include <algorithm>

#include "gateway/pages/complaint.hpp"
#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::pages {
namespace {

http::Response set_up_answer(int status, std::string_view title, Markup body, Language language) {
  Document document;
  document.status = status;
  document.title = say(title, language);
  document.style = "form.css";
  document.body = std::move(body);
  document.language = language;
  return answer(document);
}

http::Response set_up_absent(int status, std::string_view title, std::string_view detail,
                             Language language) {
  return set_up_answer(status, title,
                       fill(embedded("absent.html"),
                            {{"title", say(title, language)}, {"detail", say(detail, language)}}),
                       language);
}

Markup choice(std::string_view value, std::string_view text, std::string_view chosen) {
  return fill("<option value=\"{{value}}\"{{selected}}>{{text}}</option>\n",
              {{"value", value},
               {"text", text},
               {"selected", value == chosen ? Markup::trusted(" selected") : Markup{}}});
}

Markup bank_choices(std::string_view chosen, Language language) {
  Markup choices = choice("", say("Chọn ngân hàng", language), chosen);
  for (const auto& bank : qr::BankDirectory::standard().all()) {
    choices += choice(bank.bin, bank.short_name, chosen);
  }
  return choices;
}

Markup kind_choices(std::span<const std::string_view> kinds, std::string_view chosen,
                    Language language) {
  Markup choices = choice("", say("Thêm sau", language), chosen);
  for (const auto kind : kinds) choices += choice(kind, kind, chosen);
  return choices;
}

struct FieldName {
  std::string_view end;  ///< of the place
  std::string_view phrase;
};

constexpr FieldName set_up_fields[] = {
    {"market: id", "Tên chợ"},
    {"market: name", "Tên chợ"},
    {"market: province", "Tỉnh, thành phố"},
    {"market: managing_body", "Đơn vị quản lý"},
    {": code", "Mã sạp"},
    {": trade", "Ngành hàng"},
    {": household", "Hộ kinh doanh"},
    {": bank", "Ngân hàng của sạp"},
    {": account", "Số tài khoản"},
    {": holder", "Chủ tài khoản"},
    {": name", "Tên sạp"},
};

struct TrialSaid {
  std::string_view result;
  std::string_view phrase;
};

constexpr TrialSaid trial_words[] = {
    {"understood", "✓ Chữ ký và mẫu tin của nguồn này đọc được. Đây là tin thử, không ghi tiền."},
    {"refused", "✗ Tin thử bị từ chối: xem lại mã bí mật và loại nguồn trong cài đặt."},
    {"not_signable", "Nguồn này ký bằng khóa riêng của ngân hàng: hãy nhờ ngân hàng gửi thử."},
};

/// The rest of a market comes from a spreadsheet, which is told what is wrong with it first.
constexpr std::string_view more_stalls =
    "<p class=\"note\">[[Thêm khu và sạp từ một bảng tính (CSV, XLSX), khi máy chủ dừng; trước hết "
    "chạy thử:]] <code>chopay market import danh-sach.xlsx --dry-run</code></p>\n";

/// What a gateway says that no phone of the market can reach.
Markup own_only(std::string_view public_url) {
  const bool own = public_url.find("://localhost") != std::string_view::npos ||
                   public_url.find("://127.") != std::string_view::npos ||
                   public_url.find("://[::1]") != std::string_view::npos;
  return own ? fill("<p class=\"wrong\">{{words}}</p>\n",
                    {{"words", phrase("Chỉ máy này mở được địa chỉ đó: điện thoại và ngân hàng "
                                      "không vào được.")}})
             : Markup{};
}

Markup trial_shown(const SetUpDone& done, Language language) {
  const auto* const said = std::ranges::find(trial_words, done.trial, &TrialSaid::result);
  if (said == std::end(trial_words)) return {};
  std::string text{say(said->phrase, language)};
  if (!done.trial_why.empty()) text += " (" + std::string{done.trial_why} + ")";
  return fill(
      "<p class=\"note\" id=\"trial\" role=\"status\" data-result=\"{{result}}\">{{text}}</p>\n",
      {{"result", done.trial}, {"text", text}});
}

Markup source_shown(const SetUpDone& done, Language language) {
  if (done.source.empty()) return {};
  Markup secret;
  if (!done.secret.empty()) {
    secret = fill(worded("<p class=\"note\">[[Khóa bí mật, dán vào trang của nhà cung cấp:]] "
                         "<code class=\"secret\" id=\"secret\">{{secret}}</code></p>\n",
                         language),
                  {{"secret", done.secret}});
  }
  return fill(worded(embedded("set_up_source.html"), language),
              {{"callback", done.callback},
               {"secret", std::move(secret)},
               {"trial", trial_shown(done, language)}});
}

}  // namespace

http::Response set_up_link_page(bool in_clear, Language language) {
  const auto warning =
      in_clear ? say("Kết nối này không mã hóa: mật khẩu và khóa có thể bị đọc trên đường truyền.",
                     language)
               : std::string_view{};
  return set_up_answer(
      200, "Cài đặt lần đầu",
      fill(worded(embedded("set_up_link.html"), language), {{"warning", complaint(warning)}}),
      language);
}

http::Response no_set_up_page(Language language) {
  return set_up_absent(410, "Liên kết cài đặt không còn dùng được",
                       "Mỗi liên kết chỉ dùng một lần, bằng một trình duyệt, trong 30 phút. Khởi "
                       "động lại chopay để có liên kết mới.",
                       language);
}

http::Response not_set_up_page(Language language) {
  return set_up_absent(503, "Máy chủ chưa được cài đặt",
                       "Người vận hành mở liên kết mà chopay đã in ra khi khởi động.", language);
}

std::string_view set_up_field(std::string_view place) {
  for (const auto& [end, phrase] : set_up_fields) {
    if (place.ends_with(end)) return phrase;
  }
  return {};
}

http::Response set_up_form_page(const SetUpForm& form, Language language) {
  const auto typed = [&](std::string_view name) {
    return form.typed ? form.typed->get(name) : std::string_view{};
  };
  std::string word{form.wrong.empty() ? std::string_view{} : say(form.wrong, language)};
  if (!form.detail.empty()) {
    const auto field = set_up_field(form.detail);
    word += ' ';
    word += field.empty() ? form.detail : say(field, language);
  }
  auto body = fill(worded(embedded("set_up_form.html"), language),
                   {{"word", complaint(word)},
                    {"public_url", form.public_url},
                    {"own_only", own_only(form.public_url)},
                    {"name", typed("name")},
                    {"province", typed("province")},
                    {"managing_body", typed("managing_body")},
                    {"person", typed("person")},
                    {"stall", typed("stall")},
                    {"stall_name", typed("stall_name")},
                    {"zone", typed("zone")},
                    {"trade", typed("trade")},
                    {"household", typed("household")},
                    {"banks", bank_choices(typed("bank"), language)},
                    {"account", typed("account")},
                    {"holder", typed("holder")},
                    {"kinds", kind_choices(form.kinds, typed("kind"), language)},
                    {"source_banks", bank_choices(typed("source_bank"), language)}});
  return set_up_answer(form.wrong.empty() ? 200 : 422, "Cài đặt lần đầu", std::move(body),
                       language);
}

http::Response set_up_done_page(const SetUpDone& done, Language language) {
  std::string files;
  if (!done.files.empty()) {
    files = say("Đã ghi:", language);
    files += ' ';
    files += done.files;
  }
  return set_up_answer(200, "Chợ đã mở",
                       fill(worded(embedded("set_up_done.html"), language),
                            {{"market", done.market},
                             {"person", done.person},
                             {"invitation", done.invitation},
                             {"source", source_shown(done, language)},
                             {"stalls", Markup::trusted(std::string{more_stalls})},
                             {"files", files}}),
                       language);
}

}  // namespace chopay::pages
