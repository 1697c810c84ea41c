#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"
#include "ledger/clock.hpp"

namespace chopay::pages {

/// What is said above a form that was not taken.
enum class SignInWord {
  none,
  wrong,  ///< name, password or code
  wait,   ///< too many wrong ones
  busy,
  stale,  ///< the form is of another visit
};

struct SignInForm {
  std::string_view token;  ///< what the form sends back
  std::string_view name;   ///< as typed before
  SignInWord word = SignInWord::none;
  std::chrono::seconds wait{0};
  Language language = Language::vietnamese;
};

/// Name, password and code, in one form. 200; 403 for wrong, 429 for wait, 503 for busy.
http::Response sign_in_form_page(const SignInForm& form);

/// What somebody who has signed in sees of themselves.
struct AccountView {
  std::string_view name;  ///< sign-in name
  std::string_view role;  ///< "Ban Quản lý chợ"
  std::string_view market;
  std::string_view token;  ///< what the forms send back
  bool has_board = false;  ///< there is a board to go to
  struct SessionRow {
    std::string id;
    std::string agent;
    ledger::Instant made_at{};
    ledger::Instant seen_at{};
    bool own = false;
  };
  std::vector<SessionRow> sessions;
  bool has_sources = false;  ///< there are sources of bank notices to look at
  Language language = Language::vietnamese;
};

/// Who one is, where one has signed in, and the ways out.
http::Response account_page(const AccountView& view);

/// What is wrong with what somebody chose at their enrolment.
enum class EnrolWord {
  none,
  bad_name,
  name_taken,
  too_short,
  too_long,
  is_name,
  obvious,
  not_repeated,  ///< the two passwords differ
  wrong_code,
  not_theirs,  ///< not the name and password of the account that is renewed
  wait,        ///< after too many such
  busy,
};

struct PersonForm {
  std::string_view title;  ///< "Ban Quản lý chợ"
  std::string_view market;
  std::string_view detail;  ///< what they will be able to do
  std::string_view qr_svg;  ///< of the address for the authenticator app
  std::string_view address;
  std::string_view secret;  ///< to be typed where nothing can be scanned
  std::string_view name;    ///< as typed before
  bool renews = false;      ///< the name and password that they have are asked for
  EnrolWord word = EnrolWord::none;
  Language language = Language::vietnamese;
};

/// Name, password, authenticator app, first code: one form. 200; 422 for what is wrong, 503 for
/// busy.
http::Response enrol_person_page(const PersonForm& form);

/// Why another authenticator app was not taken.
enum class AuthenticatorWord {
  none,
  wrong,       ///< password, or code of the app in use
  wrong_code,  ///< of the new app
  wait,
  busy,
};

struct AuthenticatorForm {
  std::string_view token;
  std::string_view qr_svg;
  std::string_view address;
  std::string_view secret;
  AuthenticatorWord word = AuthenticatorWord::none;
  std::chrono::seconds wait{0};
  Language language = Language::vietnamese;
};

/// Another authenticator app for who has signed in: its code to scan, and what proves who they are.
/// 200; 403 for wrong, 422 for wrong_code, 429 for wait, 503 for busy.
http::Response authenticator_page(const AuthenticatorForm& form);

}  // namespace chopay::pages
