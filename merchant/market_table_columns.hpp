#pragma once

#include <array>
#include <string_view>

namespace chopay::merchant {

/// Every row of a market's table has so many cells, as a spreadsheet saves it.
inline constexpr std::size_t table_columns = 12;
using Columns = std::array<std::string_view, table_columns>;

inline constexpr Columns market_columns{"Mã chợ",       "Tên chợ",       "Đơn vị quản lý",
                                        "Tỉnh",         "Liên hệ",       "Ngân hàng",
                                        "Số tài khoản", "Chủ tài khoản", "Chợ thử"};
inline constexpr Columns stall_columns{
    "Mã khu",        "Tên khu",    "Mã điểm KD", "Tên điểm",  "Diện tích (m²)", "Ngành hàng",
    "Hộ kinh doanh", "Mã số thuế", "Điện thoại", "Ngân hàng", "Số tài khoản",   "Chủ tài khoản"};
/// Begins the last row.
inline constexpr std::string_view last_mark = "Hết";
/// In the column of a trial market.
inline constexpr std::string_view yes = "có";

}  // namespace chopay::merchant
