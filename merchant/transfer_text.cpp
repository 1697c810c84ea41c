#include "merchant/transfer_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "merchant/latin_fold.hpp"

namespace chopay::merchant {
namespace {

constexpr std::array<char, 256> make_squeezed() {
  std::array<char, 256> squeezed{};
  for (char c = '0'; c <= '9'; ++c) squeezed[static_cast<unsigned char>(c)] = c;
  for (char c = 'A'; c <= 'Z'; ++c) {
    squeezed[static_cast<unsigned char>(c)] = squeezed[static_cast<unsigned char>(c) + 32] = c;
  }
  return squeezed;
}

/// For each ASCII byte what it becomes; '\0' when it is dropped.
constexpr auto squeezed = make_squeezed();

/// What the character at `at` is squeezed to ('\0': dropped); moves `at` behind it.
inline char take_symbol(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte >= 0x80) return plain_letter(next_code_point(text, at));
  ++at;
  return squeezed[byte];
}

/// Writes the squeezed text to `out`, which has room for text.size() characters; how many it wrote.
std::size_t squeeze_into(std::string_view text, char* out) {
  std::size_t written = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char symbol = take_symbol(text, at);
    out[written] = symbol;  // overwritten by the next one when it is dropped
    written += symbol != '\0' ? 1U : 0U;
  }
  return written;
}

/// Where the next prefix begins at or after `from`; npos when there is none.
std::size_t next_prefix(std::string_view stream, std::size_t from, ReferencePrefix prefix,
                        PrefixReading reading) {
  const std::string_view wanted = prefix.text();
  if (reading == PrefixReading::exact) return stream.find(wanted, from);
  for (std::size_t at = from; at + wanted.size() <= stream.size(); ++at) {
    const int right =
        (stream[at] == wanted[0]) + (stream[at + 1] == wanted[1]) + (stream[at + 2] == wanted[2]);
    if (right >= 2) return at;
  }
  return std::string_view::npos;
}

/// Reads the code whose prefix begins at `at` of the squeezed stream.
std::optional<ReadSymbols> read_at(std::string_view stream, std::size_t at,
                                   ReferencePrefix prefix) {
  const std::string_view eight =
      stream.substr(at + ReferencePrefix::size).substr(0, ReferenceCode::symbols);
  if (eight.size() + 1 < ReferenceCode::symbols) return std::nullopt;
  std::array<char, ReferenceCode::symbols> symbols{};  // a missing last symbol reads as wrong
  std::ranges::copy(eight, symbols.begin());
  auto read = read_symbols({symbols.data(), symbols.size()}, prefix);
  if (stream.substr(at, ReferencePrefix::size) == prefix.text()) return read;
  if (!read || read->corrected) return std::nullopt;
  read->corrected = true;
  return read;
}

void keep(std::vector<Candidate>& found, const Candidate& candidate) {
  const auto same = std::ranges::find(found, candidate.code, &Candidate::code);
  if (same == found.end()) {
    found.push_back(candidate);
  } else if (same->corrected && !candidate.corrected) {
    *same = candidate;
  }
}

/// The byte of the text that became character `index` of its squeezed form.
std::size_t byte_of(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  while (true) {
    const std::size_t begin = at;
    if (take_symbol(text, at) == '\0') continue;
    if (index-- == 0) return begin;
  }
}

}  // namespace

std::string squeeze(std::string_view text) {
  std::string out(text.size(), '\0');
  out.resize(squeeze_into(text, out.data()));
  return out;
}

std::vector<Candidate> scan(std::string_view text, ReferencePrefix prefix, PrefixReading reading) {
  text = text.substr(0, transfer_text_bytes_max);
  std::array<char, transfer_text_bytes_max> buffer;  // not initialised: filled as far as it is read
  const std::string_view stream{buffer.data(), squeeze_into(text, buffer.data())};
  std::vector<Candidate> found;
  std::size_t at = next_prefix(stream, 0, prefix, reading);
  while (at != std::string_view::npos) {
    const auto read = read_at(stream, at, prefix);
    if (read) keep(found, {read->code, read->corrected, byte_of(text, at)});
    // Behind a code that was right as it stood; otherwise the next letter may begin the real one.
    at += read && !read->corrected ? ReferenceCode::size : 1;
    at = next_prefix(stream, at, prefix, reading);
  }
  return found;
}

}  // namespace chopay::merchant
