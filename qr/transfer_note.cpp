#include "qr/transfer_note.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <stdexcept>

#include "qr/ascii.hpp"
#include "qr/vietqr.hpp"

namespace chopay::qr {
namespace {

/// Appends letters and digits; anything else becomes one space between words.
class NoteBuilder {
 public:
  void add(char c) {
    if (is_alnum(c)) {
      if (gap_ && !out_.empty()) out_ += ' ';
      gap_ = false;
      out_ += c;
    } else {
      gap_ = true;
    }
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  bool gap_ = false;
};

/// Combining marks of the Vietnamese letters and of all Latin ones: U+0300…U+036F.
bool is_mark(char32_t c) {
  return c >= 0x300 && c <= 0x36F;
}

std::string fold_unicode(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decomposer = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalisation data");
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const icu::UnicodeString parts = decomposer->normalize(source, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalise a text");
  NoteBuilder note;
  for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1)) {
    const auto c = static_cast<char32_t>(parts.char32At(at));
    if (is_mark(c)) continue;
    if (c == U'đ') {
      note.add('d');
    } else if (c == U'Đ') {
      note.add('D');
    } else {
      note.add(c < 0x80 ? static_cast<char>(c) : ' ');
    }
  }
  return note.take();
}

}  // namespace

std::string fold_note(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii) return fold_unicode(text);
  NoteBuilder note;
  for (const char c : text) note.add(c);
  return note.take();
}

Result<std::string> reference_note(std::string_view reference, std::string_view text) {
  if (reference.empty() || !std::all_of(reference.begin(), reference.end(), is_alnum)) {
    return Error(Errc::bad_reference, 0, "reference");
  }
  std::string note(reference);
  const std::string words = fold_note(text);
  if (!words.empty()) note += ' ' + words;
  if (note.size() > memo_characters_max) return Error(Errc::note_too_long, 0, "memo");
  return note;
}

std::string fold_for_search(std::string_view text) {
  std::string folded = fold_note(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

}  // namespace chopay::qr
