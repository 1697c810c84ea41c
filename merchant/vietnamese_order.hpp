#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace chopay::merchant {

/// The order of stall codes in lists: numbers by value (A-2 < A-12), letters without regard to case
/// or marks, and only then by their bytes, so that different codes are never equal.
std::strong_ordering compare_stall_codes(std::string_view a, std::string_view b);

/// A key whose byte order is the Vietnamese dictionary order of texts (ICU collation `vi`: a ă â b
/// … d đ; tones ngang, huyền, hỏi, ngã, sắc, nặng), without regard to case. NFC or NFD.
/// Throws std::runtime_error when ICU's data for it is missing. Any thread.
std::string vietnamese_key(std::string_view text);

/// A key whose byte order is the order of people in Vietnamese lists: by the last word (tên), then
/// the surname (the first), then what stands between, each as in vietnamese_key; then by the
/// bytes of the name, so that different names never have the same key.
std::string person_name_key(std::string_view name);

}  // namespace chopay::merchant
