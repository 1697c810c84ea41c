// Our symbols against libqrencode's: the same modules for the same text, level and mask.
#include <catch2/catch.hpp>
#include <qrencode.h>

#include <memory>
#include <random>
#include <string>

#include "qr/codewords.hpp"
#include "qr/photo.hpp"
#include "qr/photo_zbar.hpp"
#include "qr/symbol_mask.hpp"

using namespace chopay::qr;

namespace {

constexpr Level levels[] = {Level::low, Level::medium, Level::quartile, Level::high};
constexpr std::size_t bytes_max[] = {2953, 2331, 1663, 1273};  // of version 40, byte mode

struct Theirs {
  explicit Theirs(const std::string& text, Level level)
      : code(QRcode_encodeData(static_cast<int>(text.size()),
                               reinterpret_cast<const unsigned char*>(text.data()), 0,
                               static_cast<QRecLevel>(level)),
             &QRcode_free) {}

  bool dark(int x, int y) const { return (code->data[y * code->width + x] & 1U) != 0; }

  /// The mask, read from the format beside the upper left finder.
  int mask() const {
    unsigned bits = 0;
    for (int i = 10; i < 13; ++i) {
      bits |= static_cast<unsigned>(dark(14 - i, 8)) << static_cast<unsigned>(i - 10);
    }
    return static_cast<int>(bits ^ 0b101U);  // the format is turned over by 0x5412
  }

  std::unique_ptr<QRcode, decltype(&QRcode_free)> code;
};

/// Where ours differs, "" for nowhere.
std::string difference(const std::string& text, Level level) {
  const Theirs theirs(text, level);
  const Symbol ours = place_codewords(make_codewords(text, level).value(), level, theirs.mask());
  if (ours.size() != theirs.code->width) return "size";
  for (int y = 0; y < ours.size(); ++y) {
    for (int x = 0; x < ours.size(); ++x) {
      if (ours.dark(x, y) != theirs.dark(x, y)) {
        return "version " + std::to_string(ours.version()) + " at " + std::to_string(x) + ", " +
               std::to_string(y);
      }
    }
  }
  return "";
}

std::string random_text(std::mt19937_64& random, std::size_t size) {
  std::string text(size, ' ');
  for (char& c : text) c = static_cast<char>(0x20 + random() % 0x5F);
  return text;
}

}  // namespace

TEST_CASE("Every version and level has the modules that libqrencode gives it") {
  std::mt19937_64 random(20261124);
  for (std::size_t level = 0; level < 4; ++level) {
    int version = 0;
    for (std::size_t size = 1; size <= bytes_max[level]; ++size) {
      const std::string text = random_text(random, size);
      // The first text of each version and the fullest: those leave most and least padding.
      const int its = make_codewords(text, levels[level]).value().version;
      if (its == version && size != bytes_max[level]) continue;
      version = its;
      INFO("level " << level << ", version " << version);
      REQUIRE(difference(text, levels[level]) == "");
      if (size > 1) {
        REQUIRE(difference(random_text(random, size - 1), levels[level]) == "");
      }
    }
    CHECK(version == 40);
    CHECK(make_symbol(std::string(bytes_max[level] + 1, 'a'), levels[level]).has_error());
  }
}

TEST_CASE("Random texts of the length of payments have the modules that libqrencode gives them") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 400; ++i) {
    const Level level = levels[random() % 4];
    const std::string text = random_text(random, 60 + random() % 240);
    REQUIRE(difference(text, level) == "");
  }
}

TEST_CASE("The mask that is chosen disturbs no more than libqrencode's") {
  // Both search for the least penalty; where they differ it is a matter of how a row's end counts.
  std::mt19937_64 random(11);
  int same = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string text = random_text(random, 130);
    const Theirs theirs(text, Level::medium);
    const Symbol ours = make_symbol(text, Level::medium).value();
    bool equal = true;
    for (int y = 0; y < ours.size() && equal; ++y) {
      for (int x = 0; x < ours.size() && equal; ++x) equal = ours.dark(x, y) == theirs.dark(x, y);
    }
    same += equal;
  }
  CHECK(same > 40);
}
