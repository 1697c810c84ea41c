#include "merchant/amount_words.hpp"

#include <array>
#include <cstdint>
#include <utility>

#include "merchant/latin_fold.hpp"

namespace chopay::merchant {
namespace {

constexpr std::array<std::string_view, 10> digit_words{"không", "một", "hai", "ba",  "bốn",
                                                       "năm",   "sáu", "bảy", "tám", "chín"};

struct SpeechWords {
  std::string_view thousand;
  std::string_view odd;  // between a hundred and a lone unit: "một trăm linh năm"
};

constexpr SpeechWords words_of(Speech speech) {
  return speech == Speech::northern ? SpeechWords{"nghìn", "linh"} : SpeechWords{"ngàn", "lẻ"};
}

constexpr std::uint64_t billion = 1'000'000'000;

/// Puts words behind one another with single spaces.
class Reader {
 public:
  explicit Reader(Speech speech) : words_(words_of(speech)) {}

  void say(std::string_view word) {
    if (!text_.empty()) text_ += ' ';
    text_ += word;
  }

  /// Any number but 0. Above 10^18 "tỷ" is said again: chín tỷ tỷ.
  void number(std::uint64_t number) {
    const std::uint64_t high = number / billion;
    if (high > 0) {
      this->number(high);
      say("tỷ");
    }
    below_billion(number % billion, high > 0);
  }

  std::string take() { return std::move(text_); }

 private:
  /// `said`: a higher group was said, so that the hundreds may not be left out.
  void below_billion(std::uint64_t number, bool said) {
    struct Scale {
      std::uint64_t value;
      std::string_view word;
    };
    const std::array<Scale, 3> scales{{{1'000'000, "triệu"}, {1'000, words_.thousand}, {1, ""}}};
    for (const Scale& scale : scales) {
      const auto group = static_cast<unsigned>(number / scale.value % 1000);
      if (group == 0) continue;
      three_digits(group, said);
      if (!scale.word.empty()) say(scale.word);
      said = true;
    }
  }

  void three_digits(unsigned group, bool full) {
    const unsigned hundreds = group / 100, tens = group / 10 % 10, units = group % 10;
    const bool with_hundreds = hundreds > 0 || full;
    if (with_hundreds) {
      say(digit_words[hundreds]);
      say("trăm");
    }
    if (tens == 0 && units > 0 && with_hundreds) say(words_.odd);
    if (tens == 1) say("mười");
    if (tens >= 2) {
      say(digit_words[tens]);
      say("mươi");
    }
    if (units > 0) say(unit_word(tens, units));
  }

  static std::string_view unit_word(unsigned tens, unsigned units) {
    if (units == 1 && tens >= 2) return "mốt";
    if (units == 4 && tens >= 2) return "tư";
    if (units == 5 && tens >= 1) return "lăm";
    return digit_words[units];
  }

  SpeechWords words_;
  std::string text_;
};

/// Without its sign; also right for the smallest int64, which has no positive twin.
constexpr std::uint64_t without_sign(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return number < 0 ? ~bits + 1 : bits;
}

/// The capital of a Vietnamese letter in NFC; other code points stay.
constexpr char32_t capital(char32_t c) {
  if (c >= 'a' && c <= 'z') return c - 0x20;
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 0x20;              // à … ý
  if (c == 0x1B0) return 0x1AF;                                          // ư
  const bool capital_before = c == 0x103 || c == 0x111 || c == 0x129 ||  // ă đ ĩ
                              c == 0x169 || c == 0x1A1 ||                // ũ ơ
                              (c >= 0x1EA1 && c <= 0x1EF9 && c % 2 == 1);
  return capital_before ? c - 1 : c;
}

void append_utf8(std::string& text, char32_t c) {
  const auto low_bits = [](char32_t value) { return static_cast<char>(0x80 | (value & 0x3F)); };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | (c >> 6));
    text += low_bits(c);
  } else {
    text += static_cast<char>(0xE0 | (c >> 12));
    text += low_bits(c >> 6);
    text += low_bits(c);
  }
}

}  // namespace

std::string amount_in_words(ledger::Dong amount, Speech speech) {
  if (amount.is_zero()) return std::string{digit_words[0]};
  Reader reader{speech};
  if (amount.count() < 0) reader.say("âm");
  reader.number(without_sign(amount.count()));
  return reader.take();
}

std::string amount_on_paper(ledger::Dong amount, Speech speech, SumEnding ending) {
  return capitalised(amount_in_words(amount, speech)) +
         (ending == SumEnding::dong ? " đồng." : " đồng chẵn.");
}

std::string capitalised(std::string_view text) {
  if (text.empty()) return {};
  std::size_t behind = 0;
  const char32_t first = next_code_point(text, behind);
  const char32_t upper = capital(first);
  std::string out;
  if (upper == first) {
    out = text.substr(0, behind);
  } else {
    append_utf8(out, upper);
  }
  return out += text.substr(behind);
}

}  // namespace chopay::merchant
