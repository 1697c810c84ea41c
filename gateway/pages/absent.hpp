#pragma once

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"

namespace chopay::pages {

/// 404 for a path that is no page.
http::Response not_found_page(Language language = Language::vietnamese);
/// 404 for a pay link that names no payment request (mistyped, or older than what is kept).
http::Response no_such_payment_page(Language language = Language::vietnamese);
/// 404 for an address of a sticker that names no stall: mistyped, or never ours.
http::Response no_such_sticker_page(Language language = Language::vietnamese);
/// 404 for an address of a document that was never given out, or was taken back.
http::Response no_such_document_page(Language language = Language::vietnamese);
/// 410 for one whose time is over.
http::Response expired_document_page(Language language = Language::vietnamese);
/// 401 for the till or the board without a valid key: says to open the own link again.
http::Response sign_in_page(Language language = Language::vietnamese);

}  // namespace chopay::pages
