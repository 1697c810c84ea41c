#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "qr/canvas.hpp"
#include "qr/error.hpp"

namespace chopay::qr {

/// What is printed for one stall, all texts UTF-8 and ready to print.
struct Sticker {
  std::string market;          ///< "Chợ Bình Tây"
  std::string zone;            ///< "Khu Rau củ"
  std::string stall_number;    ///< "A12": the largest letters on the paper
  std::string account_holder;  ///< the registered name, as the payer's app will show it
  std::string bank_name;       ///< "Vietcombank"
  std::string account;         ///< whole; printed whole only if StickerLook::full_account
  std::string memo;            ///< of the stall's static code
  std::string issue;           ///< "Tem số 3, 24/11/2026"
  std::string verify_address;  ///< short: "cho.vn/s/JXF0000000A-2"
  std::string payload;
};

/// How the stickers of a market look.
struct StickerLook {
  Colour accent{0, 0, 0};     ///< of the band with the market's name; text on it black or white
  bool full_account = false;  ///< print the whole account instead of its last four characters
  std::string logo_png;       ///< the market's own, a PNG file; empty: none, its place is used
};

/// A logo is a small picture; a larger file is a mistake.
inline constexpr std::size_t logo_bytes_max = 1U << 20U;

enum class StickerShape {
  square_80,  ///< 80 × 80 mm, to be glued
  tent_a6,    ///< A5 sheet, folded to an A6 table tent: both sides the same
  tent_a5,    ///< A4 sheet, folded to an A5 table tent
  strip_58,   ///< 58 mm thermal paper, black only
  strip_80,   ///< 80 mm thermal paper, black only
  sheet_a4,   ///< A4 with six 80 × 80 mm stickers and cut marks
};

/// "square_80", "tent_a6", "tent_a5", "strip_58", "strip_80", "sheet_a4"; nothing for other names.
std::optional<StickerShape> sticker_shape(std::string_view name) noexcept;
/// All those names, in that order.
std::vector<std::string> sticker_shape_names();

/// One PDF with a page for each sticker (six a page on sheet_a4), in the given order: sort by zone
/// and stall number before. `created` is the document's date, ISO 8601. Symbols are at level
/// quartile. symbol_too_big, drawing_failed.
Result<std::string> draw_stickers(std::span<const Sticker> stickers, StickerShape shape,
                                  const StickerLook& look, const std::string& title,
                                  const std::string& created);

/// The first page of the above as a PNG with this many pixels a millimetre: a preview.
Result<std::string> preview_sticker(const Sticker& sticker, StickerShape shape,
                                    const StickerLook& look, double pixels_per_mm);

/// The same page as an SVG of its printed size.
Result<std::string> draw_sticker_svg(const Sticker& sticker, StickerShape shape,
                                     const StickerLook& look);

/// "•••• 3456": the last four characters of an account.
std::string masked_account(std::string_view account);

}  // namespace chopay::qr
