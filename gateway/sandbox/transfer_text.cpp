#include "gateway/sandbox/transfer_text.hpp"

namespace chopay::sandbox {
namespace {

constexpr std::string_view payer_account = "0071000999999";
constexpr std::string_view payer_name = "NGUYEN VAN KHACH";
constexpr std::size_t mb_run_characters = 35;
constexpr std::size_t bidv_characters_max = 269;

/// The low decimal digits of a number, with leading zeros. Neighbouring numbers get digits far
/// apart, as the banks' own counters have them.
std::string digits(std::uint64_t number, int count, std::uint64_t salt) {
  const std::uint64_t spread = (number + salt) * 0x9E3779B97F4A7C15U;
  std::string text;
  for (std::uint64_t rest = spread >> 16U; count > 0; --count, rest /= 10) {
    text.insert(text.begin(), static_cast<char>('0' + rest % 10));
  }
  return text;
}

std::string memo_or_usual(const TransferDetails& details) {
  if (!details.memo.empty()) return std::string(details.memo);
  return std::string(payer_name) + " chuyen tien";
}

std::string vcb_text(const TransferDetails& details) {
  std::string text = "MBVCB." + digits(details.number, 10, 1) + '.' + digits(details.number, 6, 2);
  text += '.' + memo_or_usual(details);
  text += ".CT tu " + std::string(payer_account) + ' ' + std::string(payer_name);
  return text + " toi " + std::string(details.payee_account);
}

std::string mb_text(const TransferDetails& details) {
  std::string broken;
  std::size_t run = 0;
  for (const char c : vcb_text(details)) {
    if (run == mb_run_characters) {
      broken += ' ';
      run = 0;
    }
    broken += c;
    ++run;
  }
  const std::string trace = digits(details.number, 6, 3);
  return broken + "- Ma giao dich Trace" + trace + " Trace " + trace;
}

std::string bidv_text(const TransferDetails& details) {
  std::string text = "REM Tfr Ac:" + std::string(details.payee_account) + " O@L_" +
                     digits(details.number, 6, 4) + " B/O " + std::string(payer_account) +
                     " DTLS " + memo_or_usual(details);
  const std::string suffix = " CRE 002";
  if (text.size() > bidv_characters_max - suffix.size()) {
    text.resize(bidv_characters_max - suffix.size());
  }
  text += suffix;
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '.' || c == '-' || c == '_') c = ' ';
  }
  return text;
}

}  // namespace

std::optional<NoteStyle> note_style(std::string_view name) {
  if (name == "plain") return NoteStyle::plain;
  if (name == "vcb") return NoteStyle::vcb;
  if (name == "mb") return NoteStyle::mb;
  if (name == "bidv") return NoteStyle::bidv;
  return std::nullopt;
}

std::string transfer_text(NoteStyle style, const TransferDetails& details) {
  switch (style) {
    case NoteStyle::plain:
      break;
    case NoteStyle::vcb:
      return vcb_text(details);
    case NoteStyle::mb:
      return mb_text(details);
    case NoteStyle::bidv:
      return bidv_text(details);
  }
  return memo_or_usual(details);
}

}  // namespace chopay::sandbox
