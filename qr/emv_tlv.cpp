#include "qr/emv_tlv.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace chopay::qr {
namespace {

constexpr std::size_t header = 4;
constexpr std::string_view::size_type npos = std::string_view::npos;

/// The number written in two ASCII digits, or -1. Full-width and other digits are not digits here.
int two_digits(const char* p) noexcept {
  const unsigned tens = static_cast<unsigned char>(p[0]) - unsigned{'0'};
  const unsigned ones = static_cast<unsigned char>(p[1]) - unsigned{'0'};
  return tens < 10 && ones < 10 ? static_cast<int>(tens * 10 + ones) : -1;
}

bool continues(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Bytes that the first `characters` characters of text take, or npos if there are fewer.
std::size_t bytes_of(std::string_view text, std::size_t characters) noexcept {
  std::size_t at = 0;
  for (; characters > 0; --characters) {
    if (at == text.size()) return npos;
    ++at;
    while (at < text.size() && continues(text[at])) ++at;
  }
  return at;
}

/// Eight bytes at a time: nearly every payload is plain, and each is looked at twice.
bool all_ascii(std::string_view text) noexcept {
  std::uint64_t seen = 0;
  std::size_t at = 0;
  for (; at + sizeof seen <= text.size(); at += sizeof seen) {
    std::uint64_t eight;
    std::memcpy(&eight, text.data() + at, sizeof eight);
    seen |= eight;
  }
  for (; at < text.size(); ++at) seen |= static_cast<unsigned char>(text[at]);
  return (seen & 0x8080808080808080U) == 0;
}

/// Length of the UTF-8 sequence that begins with this byte, or 0.
std::size_t sequence_length(unsigned char lead) noexcept {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

/// RFC 3629 §4: the second byte decides about overlong forms, surrogates and the end at U+10FFFF.
bool second_fits(unsigned char lead, unsigned char second) noexcept {
  if (lead == 0xE0) return second >= 0xA0;
  if (lead == 0xED) return second <= 0x9F;
  if (lead == 0xF0) return second >= 0x90;
  if (lead == 0xF4) return second <= 0x8F;
  return true;
}

}  // namespace

TlvReader::TlvReader(std::string_view text) noexcept : text_(text), ascii_(all_ascii(text)) {}

bool TlvReader::fail(Errc error) noexcept {
  failed_ = true;
  error_ = error;
  return false;
}

bool TlvReader::next(TlvField& field) noexcept {
  if (failed_ || at_ == text_.size()) return false;
  const std::string_view rest = text_.substr(at_);
  if (rest.size() < header) return fail(Errc::trailing);
  const int id = two_digits(rest.data());
  if (id < 0) return fail(Errc::bad_id);
  const int length = two_digits(rest.data() + 2);
  if (length < 0) return fail(Errc::bad_length);
  if (length == 0) return fail(Errc::zero_length);

  const std::string_view body = rest.substr(header);
  std::size_t size = static_cast<std::size_t>(length);
  if (!ascii_ || body.size() < size) size = bytes_of(body, size);
  if (size == npos) return fail(Errc::overrun);
  field = {id, body.substr(0, size), at_};
  at_ += header + size;
  return true;
}

bool is_tlv(std::string_view text) noexcept {
  TlvReader reader(text);
  TlvField field;
  while (reader.next(field)) {
  }
  return !reader.failed();
}

std::string_view find_tlv(std::string_view text, int id) noexcept {
  TlvReader reader(text);
  TlvField field;
  while (reader.next(field)) {
    if (field.id == id) return field.value;
  }
  return {};
}

std::size_t count_characters(std::string_view utf8) noexcept {
  if (all_ascii(utf8)) return utf8.size();
  const auto following = std::count_if(utf8.begin(), utf8.end(), continues);
  return utf8.size() - static_cast<std::size_t>(following);
}

bool is_utf8(std::string_view bytes) noexcept {
  if (all_ascii(bytes)) return true;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    const std::size_t length = sequence_length(lead);
    if (length == 0 || bytes.size() - at < length) return false;
    for (std::size_t i = 1; i < length; ++i) {
      if (!continues(bytes[at + i])) return false;
    }
    if (length > 1 && !second_fits(lead, static_cast<unsigned char>(bytes[at + 1]))) return false;
    at += length;
  }
  return true;
}

bool is_ans(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

}  // namespace chopay::qr
