#include "tests/support/mangler.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace chopay::testing {
namespace {

// In forms: # is a digit, ^ an upper-case letter, ? a letter of either case or a digit, ~ a name.

/// What banks put before the payer's text. The empty one stands for banks that put nothing.
constexpr std::array<std::string_view, 33> bank_prefixes{
    "",
    "MBVCB.##########.",
    "MBVCB.##########.######.",
    "MBVCB.###########.######.",
    "IBVCB.##########.",
    "######.######.######.",
    "0200970422##########2024????######.####.######.",
    "PARTNER.DIRECT_DEBITS_VCB.ZLP.############.",
    "PARTNER.DIRECT_DEBITS_VCB.MSE.###########.",
    "SHGD:########.DD:######.BO:~.Remark:",
    "CT nhanh 247 den: ",
    "CT nhanh 247 den: MBVCB.##########.######.",
    "Chuyen tien den tu NAPAS Noi dung: ",
    "ND:CT DEN:############ ",
    "CT DEN:############ MBVCB.##########.",
    "TKThe :############## tai TCB. ",
    "TKThe :########## tai MSCBVNVX. ",
    "########## TKThe :########## tai ICBVVNVX. ",
    "REM Tfr Ac: ############## O@L_######_######_0_0_#########_########_########### ",
    "REM ###### B/O ~ F/O ~ DTLS ",
    "MB(######)(#########)",
    "MA_GD:############|CASZLP|",
    "IBFT ",
    "QR - ",
    "Vietinbank;##########;",
    "NHAN TU ########## TRACE ###### ND ",
    "CUSTOMER ",
    "QFT#################-",
    "~ ",
    "~ chuyen tien ",
    "Q????####  APPMB1 1  ",
    "CS??????????? ",
    "###########-##########-",
};

/// What banks put behind it.
constexpr std::array<std::string_view, 25> bank_suffixes{
    "",
    ".CT tu ########## ~ toi ########## ~",
    ".CT tu ########## ~ toi ########## ~ tai MB",
    ".CT tu ############# ~ toi ########## ~ tai MB- Ma GD ACSP/ ^^######",
    "- Ma GD ACSP/ ^^######",
    "- Ma GD ACSP/ ??######",
    " Ma giao dich Trace###### Trace ######",
    " Ma giao dich  Trace######",
    " FT##############",
    "-######-##:##:## ######",
    " GD ################ ######-##:##:##",
    " GD ####IBT1????????? ######-##:##:##",
    "-GD-?????######-######-##:##:##",
    " -CTLNHIDI###############-1/1-CRE-002",
    " -CTLNHIDI###############-11-CRE-002; thoi gian GD:######## ######",
    "; thoi gian GD:##/##/#### ##:##:##",
    " - B2B0200970422##########2024????######",
    " CHUYEN TIEN OQCH######### MOMO############MOMO",
    " VND-TGTT-~",
    " (CT1111) ~ – A/C",
    " (CT1111) ~ ########***",
    "; tai Napas",
    " CKN ###### ######## - ~ - Ngan hang TMCP Ngoai thuong Viet Nam",
    " NG CHUYEN:CUSTOMER ##########",
    "NG CHUYEN:CUSTOMER ##########",
};

/// What payers write; $ stands for the code.
constexpr std::array<std::string_view, 17> memos{
    "$",
    "$",
    "$",
    "$",
    "$ ~",
    "$ ~ chuyen tien",
    "$ chuyển tiền mua cá",
    "$.Thanh toan sap A-0##",
    "$-tra tien hang",
    "$ hai san ngay ## thang ##",
    "~ chuyen tien $",
    "Thanh toan don hang $",
    "thanh toán tôm mực $ cảm ơn cô",
    "TT $ 2kg muc 1 ghe",
    "ck $",
    "Tra tien cho chi ~ sap B## $",
    "QR$",
};

constexpr std::array<std::string_view, 16> name_words{
    "NGUYEN", "TRAN", "LE",    "PHAM", "HOANG", "VU",  "BUI",  "DO",
    "VAN",    "THI",  "QUANG", "MINH", "HUONG", "DUC", "THAO", "XUAN"};

constexpr std::string_view upper_symbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view any_symbols =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t prefix_size = 3;

/// The character that a look-alike is read as.
char read_as(char c) {
  if (c == 'O') return '0';
  return c == 'I' || c == 'L' ? '1' : c;
}

}  // namespace

std::string Mangler::name() {
  std::string text;
  const std::uint64_t words = 2 + below(3);
  for (std::uint64_t i = 0; i < words; ++i) {
    if (i > 0) text += ' ';
    text += name_words[below(name_words.size())];
  }
  return text;
}

std::string Mangler::fill(std::string_view form) {
  std::string text;
  for (const char c : form) {
    switch (c) {
      case '#':
        text += upper_symbols[below(10)];
        break;
      case '^':
        text += upper_symbols[10 + below(26)];
        break;
      case '?':
        text += any_symbols[below(any_symbols.size())];
        break;
      case '~':
        text += name();
        break;
      default:
        text += c;
    }
  }
  return text;
}

/// The code as the payer's app has it: in one piece, or in groups.
Mangler::Bytes Mangler::written_code(std::string_view code, bool substitute) {
  constexpr std::array<std::string_view, 4> breaks{"-", ".", "_", " "};
  const std::string_view group_break =
      percent(15) ? breaks[below(breaks.size())] : std::string_view{};
  const std::size_t wrong_at =
      substitute ? prefix_size + below(code.size() - prefix_size) : code.size();
  Bytes bytes;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i == prefix_size || i == prefix_size + 4) {
      for (const char c : group_break) bytes.push_back({c, -1});
    }
    char value = code[i];
    while (i == wrong_at && read_as(value) == code[i]) {
      value = upper_symbols[below(upper_symbols.size())];
    }
    bytes.push_back({value, static_cast<int>(i)});
  }
  return bytes;
}

Mangler::Bytes Mangler::memo(std::string_view code, bool substitute) {
  Bytes bytes;
  for (const char c : fill(memos[below(memos.size())])) {
    if (c == '$') {
      std::ranges::copy(written_code(code, substitute), std::back_inserter(bytes));
    } else {
      bytes.push_back({c, -1});
    }
  }
  return bytes;
}

void Mangler::drop_punctuation(Bytes& bytes) {
  const bool to_space = one_in(2);
  const auto punctuation = [](const Byte& byte) {
    return byte.value == '-' || byte.value == '_' || byte.value == '.';
  };
  if (to_space) {
    for (Byte& byte : bytes) byte.value = punctuation(byte) ? ' ' : byte.value;
  } else {
    std::erase_if(bytes, punctuation);
  }
}

void Mangler::change_case(Bytes& bytes) {
  const std::uint64_t how = below(10);  // 0–2 lower, 3–4 upper, 5 at random, else as it is
  if (how > 5) return;
  for (Byte& byte : bytes) {
    const auto c = static_cast<unsigned char>(byte.value);
    const bool lower = how < 3 || (how == 5 && one_in(2));
    if (c < 0x80) byte.value = static_cast<char>(lower ? std::tolower(c) : std::toupper(c));
  }
}

MangledText Mangler::mangle(std::string_view code) {
  const bool substitute = one_in(10);
  Bytes bytes = memo(code, substitute);
  if (percent(30)) drop_punctuation(bytes);
  if (percent(8)) bytes.resize(std::min<std::size_t>(bytes.size(), 4 + below(60)));

  std::string prefix = fill(bank_prefixes[below(bank_prefixes.size())]);
  if (percent(10)) prefix = fill(bank_prefixes[below(bank_prefixes.size())]) + prefix;
  Bytes front;
  for (const char c : prefix) front.push_back({c, -1});
  bytes.insert(bytes.begin(), front.begin(), front.end());
  change_case(bytes);
  if (percent(20)) {
    for (std::size_t at = 35; at < bytes.size(); at += 36) {
      bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), Byte{' ', -1});
    }
  }
  if (percent(5)) bytes.resize(std::min<std::size_t>(bytes.size(), 100));

  std::string text;
  std::size_t left = 0;
  for (const Byte& byte : bytes) {
    text += byte.value;
    left += byte.code_at >= 0 ? 1U : 0U;
  }
  text += fill(bank_suffixes[below(bank_suffixes.size())]);
  if (left < code.size()) return {std::move(text), CodeState::cut};
  return {std::move(text), substitute ? CodeState::one_wrong : CodeState::whole};
}

}  // namespace chopay::testing
