#include "gateway/people/one_time_code.hpp"

#include <chrono>

#include "gateway/http/percent.hpp"
#include "gateway/people/hmac_sha1.hpp"

namespace chopay::people {
namespace {

constexpr std::string_view base32_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::chrono::seconds step_length{30};
constexpr std::size_t code_digits = 6;
constexpr std::uint32_t codes = 1'000'000;
/// What RFC 6238 §5.2 allows for the way of a code: it was right when it was typed.
constexpr std::uint64_t steps_late_max = 1;

std::string without_spaces(std::string_view typed) {
  std::string text;
  for (const char c : typed) {
    if (c != ' ') text += c;
  }
  return text;
}

/// Looks at every character whatever the first ones are. REQUIRES texts of the same length.
bool same_text(std::string_view a, std::string_view b) {
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

}  // namespace

CodeSecret new_code_secret(ledger::Random& random) {
  CodeSecret secret;
  random.fill(secret);
  return secret;
}

std::string to_base32(const CodeSecret& secret) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const auto byte : secret) {
    bits = bits << 8U | byte;
    for (held += 8; held >= 5; held -= 5) text += base32_digits[bits >> (held - 5) & 31U];
  }
  return text;  // 160 bits are 32 digits: nothing is left
}

std::optional<CodeSecret> code_secret_from(std::string_view base32) {
  CodeSecret secret;
  if (base32.size() * 5 != secret.size() * 8) return std::nullopt;
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t written = 0;
  for (const char c : base32) {
    const auto digit = base32_digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 5U | static_cast<std::uint32_t>(digit);
    held += 5;
    if (held < 8) continue;
    held -= 8;
    secret[written++] = static_cast<std::uint8_t>(bits >> held & 255U);
  }
  return secret;
}

std::uint64_t step_of(ledger::Instant now) {
  return static_cast<std::uint64_t>(now.time_since_epoch() / step_length);
}

std::string code_at(const CodeSecret& secret, std::uint64_t step) {
  std::array<std::uint8_t, 8> counter;
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[i] = static_cast<std::uint8_t>(step >> (56 - 8 * i) & 255U);
  }
  const auto digest = hmac_sha1(secret, counter);
  // RFC 4226 §5.3: where to cut, the last four bits say.
  const std::size_t at = digest.back() & 15U;
  const std::uint32_t number = (digest[at] & 127U) << 24U | std::uint32_t{digest[at + 1]} << 16U |
                               std::uint32_t{digest[at + 2]} << 8U | digest[at + 3];
  std::string code(code_digits, '0');
  ledger::write_digits(code.data(), static_cast<int>(code_digits), number % codes);
  return code;
}

std::optional<std::uint64_t> step_of_code(const CodeSecret& secret, std::string_view typed,
                                          ledger::Instant now, std::uint64_t last_step) {
  const auto code = without_spaces(typed);
  if (code.size() != code_digits) return std::nullopt;
  std::optional<std::uint64_t> found;
  const auto present = step_of(now);
  for (auto step = present - steps_late_max; step <= present; ++step) {
    if (same_text(code_at(secret, step), code) && step > last_step && !found) found = step;
  }
  return found;
}

std::string enrolment_address(const CodeSecret& secret, std::string_view issuer,
                              std::string_view whose) {
  const auto by = http::percent_encoded(issuer);
  return "otpauth://totp/" + by + ':' + http::percent_encoded(whose) +
         "?secret=" + to_base32(secret) + "&issuer=" + by;
}

}  // namespace chopay::people
