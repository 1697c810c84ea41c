#include "qr/codewords.hpp"

#include <algorithm>
#include <span>

#include "qr/reed_solomon.hpp"
#include "qr/symbol_layout.hpp"

namespace chopay::qr {
namespace {

constexpr int version_max = 40;
constexpr unsigned byte_mode = 0b0100;
constexpr unsigned eci_mode = 0b0111;
constexpr unsigned eci_utf8 = 26;

std::size_t data_codewords(int version, Level level) {
  const BlockPlan plan = block_plan(version, level);
  return symbol_layout(version).codewords() - plan.blocks * plan.correction;
}

unsigned length_bits(int version) {
  return version < 10 ? 8 : 16;
}

/// The smallest version whose data codewords hold the bits; 0 if none does.
int version_for(std::size_t text_bytes, bool ascii, Level level) {
  for (int version = 1; version <= version_max; ++version) {
    const std::size_t bits = (ascii ? 0 : 12) + 4 + length_bits(version) + 8 * text_bytes;
    if (bits <= 8 * data_codewords(version, level)) return version;
  }
  return 0;
}

/// Appends numbers bit by bit, the highest first.
class BitWriter {
 public:
  explicit BitWriter(std::vector<std::uint8_t>& out) : out_(out) {}

  void put(unsigned value, unsigned bits) {
    pending_ = pending_ << bits | value;
    count_ += bits;
    while (count_ >= 8) {
      count_ -= 8;
      out_.push_back(static_cast<std::uint8_t>(pending_ >> count_));
    }
  }
  /// Fills the last byte with zeros.
  void finish() {
    if (count_ > 0) put(0, 8 - count_);
  }
  std::size_t bits() const { return 8 * out_.size() + count_; }

 private:
  std::vector<std::uint8_t>& out_;
  std::uint64_t pending_ = 0;
  unsigned count_ = 0;
};

std::vector<std::uint8_t> data_of(std::string_view text, bool ascii, int version,
                                  std::size_t size) {
  std::vector<std::uint8_t> data;
  data.reserve(size);
  BitWriter writer(data);
  if (!ascii) {
    writer.put(eci_mode, 4);
    writer.put(eci_utf8, 8);
  }
  writer.put(byte_mode, 4);
  writer.put(static_cast<unsigned>(text.size()), length_bits(version));
  for (const char c : text) writer.put(static_cast<unsigned char>(c), 8);
  // The terminator, as far as there is room for it, then padding.
  writer.put(0, static_cast<unsigned>(std::min<std::size_t>(4, 8 * size - writer.bits())));
  writer.finish();
  for (std::uint8_t pad = 0xEC; data.size() < size; pad = pad == 0xEC ? 0x11 : 0xEC) {
    data.push_back(pad);
  }
  return data;
}

/// Parts the data into blocks, makes the correction of each, and deals all of them out in turn.
std::vector<std::uint8_t> interleaved(const std::vector<std::uint8_t>& data,
                                      const BlockPlan& plan) {
  const std::size_t short_size = data.size() / plan.blocks;
  const std::size_t short_blocks = plan.blocks - data.size() % plan.blocks;
  const auto begin_of = [&](std::size_t block) {
    return block * short_size + (block > short_blocks ? block - short_blocks : 0);
  };
  const ReedSolomon& code = ReedSolomon::of(plan.correction);
  std::vector<std::uint8_t> correction;
  correction.reserve(plan.blocks * plan.correction);
  for (std::size_t block = 0; block < plan.blocks; ++block) {
    const std::size_t begin = begin_of(block);
    code.append(std::span(data).subspan(begin, begin_of(block + 1) - begin), correction);
  }
  std::vector<std::uint8_t> out;
  out.reserve(data.size() + correction.size());
  for (std::size_t i = 0; i <= short_size; ++i) {
    for (std::size_t block = i < short_size ? 0 : short_blocks; block < plan.blocks; ++block) {
      out.push_back(data[begin_of(block) + i]);
    }
  }
  for (std::size_t i = 0; i < plan.correction; ++i) {
    for (std::size_t block = 0; block < plan.blocks; ++block) {
      out.push_back(correction[block * plan.correction + i]);
    }
  }
  return out;
}

}  // namespace

Result<Codewords> make_codewords(std::string_view text, Level level) {
  if (text.empty()) return Error(Errc::symbol_too_big);
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const int version = version_for(text.size(), ascii, level);
  if (version == 0) return Error(Errc::symbol_too_big);
  const auto data = data_of(text, ascii, version, data_codewords(version, level));
  return Codewords{version, interleaved(data, block_plan(version, level))};
}

}  // namespace chopay::qr
