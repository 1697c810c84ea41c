#include "gateway/pages/sign_in.hpp"

#include <utility>

#include "gateway/pages/complaint.hpp"
#include "gateway/pages/document.hpp"
#include "gateway/pages/embedded.hpp"
#include "merchant/vietnamese.hpp"

namespace chopay::pages {
namespace {

struct SignInSaid {
  SignInWord word;
  int status;
  std::string_view text;
};

constexpr SignInSaid sign_in_words[] = {
    {SignInWord::none, 200, ""},
    {SignInWord::wrong, 403, "Tên, mật khẩu hoặc mã không đúng. Mỗi mã chỉ dùng được một lần."},
    {SignInWord::wait, 429, "Sai quá nhiều lần. Thử lại sau "},
    {SignInWord::busy, 503, "Máy chủ đang bận. Thử lại sau vài giây."},
    {SignInWord::stale, 403, "Trang đã cũ. Nhập lại rồi gửi."},
};

struct EnrolSaid {
  EnrolWord word;
  int status;
  std::string_view text;
};

constexpr EnrolSaid enrol_words[] = {
    {EnrolWord::none, 200, ""},
    {EnrolWord::bad_name, 422,
     "Tên đăng nhập có 3–32 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch."},
    {EnrolWord::name_taken, 422, "Không dùng được tên này. Chọn tên khác."},
    {EnrolWord::too_short, 422, "Mật khẩu phải có ít nhất 10 ký tự."},
    {EnrolWord::too_long, 422, "Mật khẩu quá dài."},
    {EnrolWord::is_name, 422, "Mật khẩu không được giống tên đăng nhập."},
    {EnrolWord::obvious, 422, "Mật khẩu này quá dễ đoán. Chọn mật khẩu khác."},
    {EnrolWord::not_repeated, 422, "Hai lần nhập mật khẩu không giống nhau."},
    {EnrolWord::wrong_code, 422,
     "Mã 6 số không đúng. Kiểm tra giờ trên điện thoại, rồi nhập mã đang hiện."},
    {EnrolWord::not_theirs, 403, "Tên đăng nhập hoặc mật khẩu đang dùng không đúng."},
    {EnrolWord::wait, 429, "Sai quá nhiều lần. Chờ vài phút rồi thử lại."},
    {EnrolWord::busy, 503, "Máy chủ đang bận. Thử lại sau vài giây."},
};

struct AuthenticatorSaid {
  AuthenticatorWord word;
  int status;
  std::string_view text;
};

constexpr AuthenticatorSaid authenticator_words[] = {
    {AuthenticatorWord::none, 200, ""},
    {AuthenticatorWord::wrong, 403,
     "Mật khẩu hoặc mã của ứng dụng đang dùng không đúng. Mỗi mã chỉ dùng được một lần."},
    {AuthenticatorWord::wrong_code, 422,
     "Mã của ứng dụng mới không đúng. Kiểm tra giờ trên điện thoại, rồi nhập mã đang hiện."},
    {AuthenticatorWord::wait, 429, "Sai quá nhiều lần. Thử lại sau "},
    {AuthenticatorWord::busy, 503, "Máy chủ đang bận. Thử lại sau vài giây."},
};

template <std::size_t N, class Said, class Word>
const Said& said_of(const Said (&all)[N], Word word) {
  for (const auto& said : all) {
    if (said.word == word) return said;
  }
  return all[0];
}

using Marker = std::pair<std::string_view, std::string_view>;

// The first that is found: most browsers also name those that they are like.
constexpr Marker browsers[] = {
    {"Edg", "Edge"},        {"OPR/", "Opera"},     {"SamsungBrowser/", "Samsung Internet"},
    {"coc_coc", "Cốc Cốc"}, {"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"},
    {"CriOS/", "Chrome"},   {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
};
constexpr Marker systems[] = {
    {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
    {"Windows", "Windows"}, {"Mac OS", "Mac"},    {"Linux", "Linux"},
};

template <std::size_t N>
std::string_view first_of(const Marker (&markers)[N], std::string_view agent,
                          std::string_view otherwise) {
  for (const auto& [mark, name] : markers) {
    if (agent.find(mark) != std::string_view::npos) return name;
  }
  return otherwise;
}

/// "Chrome, Android": what somebody knows a device by.
std::string device_name(std::string_view agent, Language language) {
  std::string name{first_of(browsers, agent, say("Trình duyệt", language))};
  const auto system = first_of(systems, agent, {});
  if (!system.empty()) name.append(", ").append(system);
  return name;
}

Markup session_item(const AccountView::SessionRow& session, const AccountView& view) {
  const auto end = session.own ? Markup::trusted("<span class=\"own\">[[máy này]]</span>")
                               : fill(
                                     "<form method=\"post\" action=\"/account/end\">"
                                     "<input type=\"hidden\" name=\"csrf\" value=\"{{token}}\">"
                                     "<input type=\"hidden\" name=\"id\" value=\"{{id}}\">"
                                     "<button type=\"submit\" class=\"quiet\" "
                                     "aria-label=\"[[Kết thúc phiên đăng nhập lúc]] "
                                     "{{made}}\">[[Kết thúc]]</button></form>",
                                     {{"token", view.token},
                                      {"id", session.id},
                                      {"made", merchant::format_moment(session.made_at)}});
  return fill(
      "<li><span>{{agent}}<small>[[Đăng nhập lúc]] {{made}}</small><small>[[Dùng lúc]] "
      "{{seen}}</small></span>"
      "{{end}}</li>\n",
      {{"agent", device_name(session.agent, view.language)},
       {"made", merchant::format_moment(session.made_at)},
       {"seen", merchant::format_moment(session.seen_at)},
       {"end", end}});
}

/// In groups of four, as they are typed; the apps pass over spaces.
std::string in_groups(std::string_view secret) {
  std::string text;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    if (i > 0 && i % 4 == 0) text += ' ';
    text += secret[i];
  }
  return text;
}

/// Where they work: the board's day, which leads to all the rest, or the sources alone.
Markup way_on(const AccountView& view) {
  if (!view.has_board && !view.has_sources) return {};
  return fill("<p class=\"to-board\"><a class=\"button\" href=\"{{path}}\">{{text}}</a></p>\n",
              {{"path", view.has_board ? "/board" : "/board/sources"},
               {"text", phrase(view.has_board ? "Báo cáo của chợ" : "Nguồn tin ngân hàng")}});
}

}  // namespace

Markup complaint(std::string_view text) {
  if (text.empty()) return {};
  return fill("<p class=\"wrong\" role=\"alert\">{{text}}</p>\n", {{"text", text}});
}

std::string wait_in_words(std::chrono::seconds wait, Language language) {
  const bool short_wait = wait < std::chrono::minutes{2};
  const auto number =
      short_wait ? wait.count() : std::chrono::ceil<std::chrono::minutes>(wait).count();
  return std::to_string(number) + ' ' + std::string{say(short_wait ? "giây" : "phút", language)};
}

http::Response sign_in_form_page(const SignInForm& form) {
  const auto& said = said_of(sign_in_words, form.word);
  std::string text{say(said.text, form.language)};
  if (form.word == SignInWord::wait) text += wait_in_words(form.wait, form.language) + ".";
  Document document;
  document.status = said.status;
  document.title = say("Đăng nhập", form.language);
  document.style = "form.css";
  document.language = form.language;
  const auto invalid =
      form.word == SignInWord::wrong ? Markup::trusted(" aria-invalid=\"true\"") : Markup{};
  document.body = fill(worded(embedded("sign_in.html"), form.language), {{"word", complaint(text)},
                                                                         {"token", form.token},
                                                                         {"name", form.name},
                                                                         {"invalid", invalid}});
  auto response = answer(document);
  if (said.status == 503) response.headers.add("Retry-After", "1");
  if (said.status == 429) {
    response.headers.add("Retry-After", std::to_string(form.wait.count()));
  }
  return response;
}

http::Response account_page(const AccountView& view) {
  Markup sessions;
  for (const auto& session : view.sessions) sessions += session_item(session, view);
  Document document;
  document.title = view.name;
  document.language = view.language;
  document.style = "form.css";
  document.body = fill(embedded("account.html"), {{"name", view.name},
                                                  {"role", view.role},
                                                  {"market", view.market},
                                                  {"token", view.token},
                                                  {"board", way_on(view)},
                                                  {"sessions", std::move(sessions)}});
  return answer(document);
}

http::Response enrol_person_page(const PersonForm& form) {
  auto naming =
      fill(embedded(form.renews ? "enrol_known.html" : "enrol_choose.html"), {{"name", form.name}});
  const std::string_view deed = form.renews ? "Dùng ứng dụng này" : "Tạo tài khoản";
  const auto& said = said_of(enrol_words, form.word);
  Document document;
  document.status = said.status;
  document.title = form.title;
  document.language = form.language;
  document.style = "form.css";
  document.body =
      fill(embedded("enrol_person.html"), {{"title", form.title},
                                           {"market", form.market},
                                           {"detail", form.detail},
                                           {"word", complaint(say(said.text, form.language))},
                                           {"naming", std::move(naming)},
                                           {"deed", phrase(deed)},
                                           {"qr", Markup::trusted(std::string{form.qr_svg})},
                                           {"address", form.address},
                                           {"secret", in_groups(form.secret)}});
  auto response = answer(document);
  if (said.status == 503) response.headers.add("Retry-After", "1");
  return response;
}

http::Response authenticator_page(const AuthenticatorForm& form) {
  const auto& said = said_of(authenticator_words, form.word);
  std::string text{say(said.text, form.language)};
  if (said.status == 429) text += wait_in_words(form.wait, form.language) + '.';
  Document document;
  document.status = said.status;
  document.title = say("Đổi ứng dụng xác thực", form.language);
  document.language = form.language;
  document.style = "form.css";
  document.body =
      fill(embedded("authenticator.html"), {{"token", form.token},
                                            {"word", complaint(text)},
                                            {"qr", Markup::trusted(std::string{form.qr_svg})},
                                            {"address", form.address},
                                            {"secret", in_groups(form.secret)}});
  auto response = answer(document);
  if (said.status == 503) response.headers.add("Retry-After", "1");
  if (said.status == 429) {
    response.headers.add("Retry-After", std::to_string(form.wait.count()));
  }
  return response;
}

}  // namespace chopay::pages
