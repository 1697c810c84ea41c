#pragma once

#include <cstddef>
#include <string_view>

#include "qr/error.hpp"

namespace chopay::qr {

/// One data object of an EMVCo payload: two digits ID, two digits length, value (EMVCo MPM §3.2).
struct TlvField {
  int id = -1;             ///< 0…99
  std::string_view value;  ///< 1…99 characters of the text that is read
  std::size_t at = 0;      ///< byte offset of the ID in that text
};

/// Walks over the data objects of one level, in order, without recursion or allocation. LEN counts
/// characters (Unicode code points of UTF-8), not bytes: EMVCo Annex B.7.
/// The text must outlive the reader and every field it gave, and must be UTF-8.
class TlvReader {
 public:
  explicit TlvReader(std::string_view text) noexcept;

  /// Puts the next object into `field`. False at the end of the text and when the next object is
  /// malformed: then failed() is true and error() says why.
  bool next(TlvField& field) noexcept;

  bool failed() const noexcept { return failed_; }

  /// bad_id, bad_length, zero_length, overrun, or trailing (1 to 3 characters left over).
  /// REQUIRES: failed().
  Errc error() const noexcept { return error_; }

  /// Where the next object begins, or where the malformed one does.
  std::size_t at() const noexcept { return at_; }

 private:
  bool fail(Errc error) noexcept;

  std::string_view text_;
  bool ascii_;  ///< characters are bytes: none has to be counted
  std::size_t at_ = 0;
  bool failed_ = false;
  Errc error_ = Errc::trailing;
};

/// True if the whole text is a sequence of well-formed objects.
bool is_tlv(std::string_view text) noexcept;

/// The value of the first object with this ID on this level, or an empty view.
std::string_view find_tlv(std::string_view text, int id) noexcept;

/// Number of characters (code points) of UTF-8 text.
std::size_t count_characters(std::string_view utf8) noexcept;

/// True if the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes) noexcept;

/// True if every byte is printable ASCII, 0x20…0x7E: format ANS (EMV Book 4 Annex B).
bool is_ans(std::string_view text) noexcept;

}  // namespace chopay::qr
