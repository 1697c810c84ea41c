#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"
#include "gateway/http/query.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::pages {

/// Asks whether the set-up is to be done in this browser; opening the link alone spends nothing.
/// `in_clear`: what is typed goes over the network unencrypted.
http::Response set_up_link_page(bool in_clear, Language language);
/// 410 for a link that was used, is too old, or never was, and for another browser.
http::Response no_set_up_page(Language language);
/// 503: the gateway has no market yet.
http::Response not_set_up_page(Language language);

/// The form with what was typed before, but for secrets. 200; 422 with what is wrong.
struct SetUpForm {
  const http::Query* typed = nullptr;            ///< nothing: empty
  std::span<const std::string_view> kinds = {};  ///< of sources
  std::string_view wrong = {};                   ///< a phrase; empty: nothing
  std::string_view detail = {};      ///< behind it: which field, as it is told by set_up_field
  std::string_view public_url = {};  ///< how the outside reaches the gateway, as it is set now
};
http::Response set_up_form_page(const SetUpForm& form, Language language);
/// How the form calls the field that a market file's reader found wrong ("stall A12: account").
std::string_view set_up_field(std::string_view place);

/// What the set-up has made, and what is left to do.
struct SetUpDone {
  std::string_view market;
  std::string_view person;
  std::string_view invitation;     ///< path of the page where the person chooses name and password
  std::string_view source = {};    ///< id; empty: none
  std::string_view callback = {};  ///< address at which it calls
  std::string_view secret = {};    ///< that was made here; empty: it was typed
  std::string_view files = {};     ///< what was written, for who keeps the machine
  std::string_view trial = {};  ///< "understood", "refused", "not_signable"; empty: not tried yet
  std::string_view trial_why = {};  ///< may be empty
};
http::Response set_up_done_page(const SetUpDone& done, Language language);

}  // namespace chopay::pages
