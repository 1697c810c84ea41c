#include "ledger/log_lines.hpp"

#include <charconv>
#include <optional>
#include <span>
#include <utility>

#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

constexpr std::string_view private_start = R"({"private_of":)";

std::optional<std::string> bytes_of_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    unsigned value = 0;
    const char* const end = hex.data() + at + 2;
    if (std::from_chars(hex.data() + at, end, value, 16).ptr != end) return std::nullopt;
    bytes += static_cast<char>(value);
  }
  return bytes;
}

struct PrivateLine {
  Seq seq{};
  std::string bytes;
};

std::optional<PrivateLine> read_private_line(std::string_view line) {
  line.remove_prefix(private_start.size());
  std::uint64_t seq = 0;
  const auto end = std::from_chars(line.data(), line.data() + line.size(), seq).ptr;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  constexpr std::string_view before = R"(,"hex":")";
  constexpr std::string_view after = R"("})";
  if (!line.starts_with(before) || !line.ends_with(after) ||
      line.size() < before.size() + after.size()) {
    return std::nullopt;
  }
  line.remove_prefix(before.size());
  line.remove_suffix(after.size());
  auto bytes = bytes_of_hex(line);
  if (!bytes) return std::nullopt;
  return PrivateLine{Seq{seq}, std::move(*bytes)};
}

}  // namespace

std::string print_lines(Reader& reader, const MarketId& market, const StoredEntry& stored) {
  auto lines = stored.bytes + '\n';
  if (const auto part = reader.private_part(market, stored.seq)) {
    const std::span bytes{reinterpret_cast<const std::uint8_t*>(part->data()), part->size()};
    lines += std::string{private_start} + std::to_string(number(stored.seq)) + R"(,"hex":")" +
             to_hex(bytes) + "\"}\n";
  }
  return lines;
}

bool is_private_line(std::string_view line) {
  return line.starts_with(private_start);
}

Result<void> take_entry_line(std::string_view line, ChainCheck& chain,
                             std::vector<SealedEntry>& batch) {
  SealedEntry sealed;
  if (auto next = chain.next(line, sealed.entry); !next) return next;
  sealed.bytes = line;
  sealed.hash = chain.head().hash;
  batch.push_back(std::move(sealed));
  return {};
}

Result<void> take_private_line(std::string_view line, std::vector<SealedEntry>& batch) {
  auto part = read_private_line(line);
  if (!part) return Error{Errc::bad_entry, "a private part of another form"};
  if (batch.empty() || batch.back().entry.seq != part->seq) {
    return Error{Errc::bad_entry, "a private part that does not follow its entry"};
  }
  auto& sealed = batch.back();
  if (!part->bytes.empty() && sealed.entry.private_hash != sha256({part->bytes})) {
    return Error{Errc::hash_mismatch, "the private part is not the entry's"};
  }
  sealed.private_part = std::move(part->bytes);
  return {};
}

}  // namespace chopay::ledger
