#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "qr/error.hpp"

namespace chopay::qr {

/// The pictures that the hosted VietQR image service makes, by its names and sizes in pixels:
/// compact2 540×640 (code and details), compact 540×540 (code and bank), qr_only 480×480,
/// print 600×776 (with a frame and all details).
enum class CardTemplate { compact2, compact, qr_only, print };

/// "compact2", "compact", "qr_only", "print"; nothing for other names.
std::optional<CardTemplate> card_template(std::string_view name) noexcept;

enum class PictureForm { svg, png, jpeg };

/// What stands on the picture beside the code.
struct Card {
  std::string payload;
  std::string bank_name;     ///< short name: "Vietcombank"
  std::string account;       ///< as printed
  std::string account_name;  ///< of the holder; may be empty
  std::optional<std::int64_t> amount_dong;
  std::string memo;
};

/// Draws the card: black on white, no logos of others. symbol_too_big, drawing_failed.
Result<std::string> draw_card(const Card& card, CardTemplate shape, PictureForm form);

/// "1.250.000 ₫" with a no-break space: how amounts are printed everywhere.
std::string print_dong(std::int64_t amount_dong);

}  // namespace chopay::qr
