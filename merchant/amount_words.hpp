#pragma once

#include <string>
#include <string_view>

#include "ledger/dong.hpp"

namespace chopay::merchant {

/// How numbers are read aloud: the north says nghìn and linh, the south ngàn and lẻ.
enum class Speech { northern, southern };

/// What ends a sum in words on paper: "… đồng." or, so that nothing can be added, "… đồng chẵn."
enum class SumEnding { dong, dong_chan };

/// The amount in Vietnamese words, lower case, without "đồng": 85000 → "tám mươi lăm nghìn".
/// A negative amount begins with "âm". Spelling tỷ, bảy; NFC.
std::string amount_in_words(ledger::Dong amount, Speech speech = Speech::northern);

/// As it stands behind "Số tiền bằng chữ: " on paper: "Hai triệu không trăm năm mươi nghìn đồng."
std::string amount_on_paper(ledger::Dong amount, Speech speech = Speech::northern,
                            SumEnding ending = SumEnding::dong);

/// The text with its first letter upper case: "âm" → "Âm", "đã" → "Đã". Any Vietnamese letter in
/// NFC; the rest is left as it is.
std::string capitalised(std::string_view text);

}  // namespace chopay::merchant
