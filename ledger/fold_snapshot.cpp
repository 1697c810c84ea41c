#include "ledger/fold_snapshot.hpp"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "ledger/file_lock.hpp"

namespace chopay::ledger {
namespace {

constexpr std::string_view first_line = "chopay snapshot 1\n";

std::string text_of(std::string_view form, const FoldSnapshot& snapshot) {
  std::string text{first_line};
  text.append(form) += '\n';
  for (const auto& [market, head] : snapshot.heads) {
    text += market.text() + ' ' + std::to_string(number(head.seq)) + ' ' + to_hex(head.hash) + '\n';
  }
  text += '\n';
  text += snapshot.state;
  return text + to_hex(sha256({text}));
}

/// Takes the text up to the next line's end off; nullopt where there is none.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<MarketHead> read_head(std::string_view line) {
  const auto first = line.find(' ');
  const auto second = line.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  const auto market = MarketId::parse(line.substr(0, first));
  std::uint64_t seq = 0;
  const char* const end = line.data() + second;
  const bool counted = std::from_chars(line.data() + first + 1, end, seq).ptr == end;
  const auto hash = hash_from_hex(line.substr(second + 1));
  if (!market || !counted || seq == 0 || !hash) return std::nullopt;
  return MarketHead{*market, {Seq{seq}, *hash}};
}

std::optional<FoldSnapshot> parse(std::string_view text, std::string_view form) {
  constexpr std::size_t digits = 64;
  if (text.size() < digits) return std::nullopt;
  const auto body = text.substr(0, text.size() - digits);
  if (to_hex(sha256({body})) != text.substr(body.size())) return std::nullopt;
  auto rest = body;
  if (!rest.starts_with(first_line)) return std::nullopt;
  rest.remove_prefix(first_line.size());
  if (take_line(rest) != form) return std::nullopt;
  FoldSnapshot snapshot;
  for (;;) {
    const auto line = take_line(rest);
    if (!line) return std::nullopt;
    if (line->empty()) break;
    const auto head = read_head(*line);
    if (!head) return std::nullopt;
    snapshot.heads.push_back(*head);
  }
  snapshot.state = rest;
  return snapshot;
}

/// Whether the market's log went through this head: by the entry's bytes, not by what is said.
bool went_through(Reader& reader, const MarketHead& wanted) {
  bool same = false;
  const auto before = Seq{number(wanted.head.seq) - 1};
  reader.read(wanted.market, before, 1, [&](const StoredEntry& stored) {
    same = stored.seq == wanted.head.seq && leaf_hash(stored.bytes) == wanted.head.hash;
    return false;
  });
  return same;
}

}  // namespace

void write_snapshot(const std::string& path, std::string_view form, const FoldSnapshot& snapshot) {
  const std::string draft = path + ".part";
  std::ofstream out{draft, std::ios::binary | std::ios::trunc};
  out << text_of(form, snapshot);
  out.close();
  if (!out) throw StoreFailure("the snapshot cannot be written: " + draft);
  sync_file(draft);
  std::error_code failed;
  std::filesystem::rename(draft, path, failed);
  if (failed) throw StoreFailure("the snapshot cannot be named: " + path);
}

std::optional<FoldSnapshot> read_snapshot(const std::string& path, std::string_view form,
                                          Reader& reader) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(path, unknown)) return std::nullopt;
  std::ifstream in{path, std::ios::binary | std::ios::ate};
  if (!in) return std::nullopt;
  std::string text(static_cast<std::size_t>(in.tellg()), '\0');
  in.seekg(0).read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in) return std::nullopt;
  auto snapshot = parse(text, form);
  if (!snapshot) return std::nullopt;
  for (const auto& head : snapshot->heads) {
    if (!went_through(reader, head)) return std::nullopt;
  }
  return snapshot;
}

}  // namespace chopay::ledger
