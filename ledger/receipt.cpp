#include "ledger/receipt.hpp"

#include <charconv>

#include "ledger/base64.hpp"
#include "ledger/error.hpp"
#include "ledger/tile.hpp"

namespace chopay::ledger {
namespace {

constexpr std::string_view proof_header = "c2sp.org/tlog-proof@v1";
constexpr std::string_view index_prefix = "index ";

/// Takes the text's lines one after the other.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  /// Nothing where no line ends any more.
  std::optional<std::string_view> next() {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::optional<std::uint64_t> parse_index_line(std::string_view line) {
  if (!line.starts_with(index_prefix)) return std::nullopt;
  line.remove_prefix(index_prefix.size());
  std::uint64_t index = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), index);
  if (error != std::errc{} || end != line.data() + line.size()) return std::nullopt;
  if (std::to_string(index) != line || index >= number(last_seq_possible)) return std::nullopt;
  return index;
}

}  // namespace

std::string Receipt::print() const {
  auto text = entry + '\n' + std::string{proof_header} + '\n' + std::string{index_prefix} +
              std::to_string(index) + '\n';
  for (const auto& hash : path) text += to_base64(hash) + '\n';
  return text + '\n' + checkpoint.print();
}

Result<Receipt> parse_receipt(std::string_view text) {
  if (text.size() > receipt_bytes_max) return Error{Errc::bad_receipt, "too long"};
  Receipt receipt;
  Lines lines{text};
  const auto entry = lines.next();
  if (!entry) return Error{Errc::bad_receipt, "line 1, the entry"};
  receipt.entry = *entry;
  if (lines.next() != proof_header) return Error{Errc::bad_receipt, "line 2, the proof's header"};
  const auto index_line = lines.next();
  const auto index = index_line ? parse_index_line(*index_line) : std::nullopt;
  if (!index) return Error{Errc::bad_receipt, "line 3, the index"};
  receipt.index = *index;
  for (;;) {
    const auto line = lines.next();
    if (line && line->empty()) break;
    const auto hash = line ? hash_from_base64(*line) : std::nullopt;
    if (!hash || receipt.path.size() == proof_hashes_max) {
      return Error{Errc::bad_receipt, "hash " + std::to_string(receipt.path.size() + 1)};
    }
    receipt.path.push_back(*hash);
  }
  auto note = parse_note(lines.rest());
  if (!note) return note.error();
  receipt.checkpoint = std::move(*note);
  return receipt;
}

Result<Proven> prove(const Receipt& receipt, const VerifierKey& log,
                     std::span<const VerifierKey> witnesses) {
  const auto checkpoint = open_checkpoint(receipt.checkpoint, log);
  if (!checkpoint) return checkpoint.error();
  const auto entry = decode(receipt.entry);
  if (!entry) return entry.error();
  if (!log.name.ends_with('/' + entry->market.text())) return Error{Errc::wrong_market, log.name};
  if (number(entry->seq) != receipt.index + 1) return Error{Errc::bad_proof, "another index"};
  const auto root =
      root_from_inclusion(receipt.index, checkpoint->size, leaf_hash(receipt.entry), receipt.path);
  if (root != checkpoint->root) return Error{Errc::bad_proof};
  Proven proven{*entry, *checkpoint, {}};
  for (const auto& witness : witnesses) {
    if (const auto at = cosigned_at(receipt.checkpoint, witness)) {
      proven.witnesses.emplace_back(witness.name, *at);
    }
  }
  return proven;
}

void shorten_receipt(Receipt& receipt) {
  auto& signatures = receipt.checkpoint.signatures;
  auto bytes = receipt.print().size();
  auto kept = signatures.size();
  while (bytes > short_receipt_bytes_max && kept > 1) bytes -= signatures[--kept].line().size();
  if (bytes > short_receipt_bytes_max) return;
  signatures.erase(signatures.begin() + static_cast<std::ptrdiff_t>(kept), signatures.end());
}

std::optional<Receipt> make_receipt(Reader& reader, const MarketId& market, Seq seq,
                                    const Note& checkpoint) {
  const auto signed_tree = parse_checkpoint(checkpoint.text);
  if (!signed_tree || seq == Seq{} || number(seq) > signed_tree->size) return std::nullopt;
  Receipt receipt;
  receipt.index = number(seq) - 1;
  receipt.checkpoint = checkpoint;
  reader.read(market, Seq{receipt.index}, 1, [&](const StoredEntry& stored) {
    receipt.entry = stored.bytes;
    return false;
  });
  TileSource tiles{reader, market};
  receipt.path = inclusion_proof(receipt.index, signed_tree->size, tiles.source());
  shorten_receipt(receipt);
  return receipt;
}

}  // namespace chopay::ledger
