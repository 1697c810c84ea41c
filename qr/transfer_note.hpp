#pragma once

#include <string>
#include <string_view>

#include "qr/error.hpp"

namespace chopay::qr {

/// Vietnamese text (UTF-8, composed or decomposed) as bank transfer text: letters lose their marks,
/// đ and Đ become d and D (they do not decompose), everything but [A-Za-z0-9] becomes a space, and
/// spaces are collapsed and trimmed. Bytes that are not UTF-8 become spaces. The result may be
/// longer than a memo allows: encode() refuses it then.
std::string fold_note(std::string_view text);

/// The reference code, then the folded text, as one memo of at most 25 characters. The code stands
/// first because banks cut at the end. bad_reference unless it is [A-Za-z0-9]+; note_too_long if
/// both do not fit: nothing is ever cut.
Result<std::string> reference_note(std::string_view reference, std::string_view text);

/// Text without marks and in lower case, words of letters and digits separated by single spaces:
/// for comparing names typed by people.
std::string fold_for_search(std::string_view text);

}  // namespace chopay::qr
