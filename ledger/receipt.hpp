#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/checkpoint.hpp"
#include "ledger/entry.hpp"
#include "ledger/merkle.hpp"
#include "ledger/store.hpp"

/// Receipts: one entry with the proof that it stands in a signed log, for checking with nothing
/// but the log's key. The first line is the entry; what follows is a C2SP tlog-proof.
namespace chopay::ledger {

inline constexpr std::size_t receipt_bytes_max = 64 * 1024;
/// What print() gives at most of a payment, where entry and names let it.
inline constexpr std::size_t short_receipt_bytes_max = 2'048;

struct Receipt {
  std::string entry;        ///< its bytes, which have no newline
  std::uint64_t index = 0;  ///< from 0: seq − 1
  std::vector<Hash> path;   ///< from the leaf's sibling up
  Note checkpoint;          ///< with the signature of the log and those of its witnesses
  std::string print() const;
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// Reads exactly what print() writes and checks nothing else. Errc::bad_receipt with the place.
Result<Receipt> parse_receipt(std::string_view text);

/// What a receipt proves.
struct Proven {
  Entry entry;
  Checkpoint checkpoint;
  std::vector<std::pair<std::string, std::chrono::sys_seconds>> witnesses;  ///< who saw it, when
};

/// Checks the receipt with the log's key, and which of the witnesses have cosigned it. Errors:
/// bad_signature, bad_checkpoint, bad_entry, wrong_market, bad_proof.
Result<Proven> prove(const Receipt& receipt, const VerifierKey& log,
                     std::span<const VerifierKey> witnesses = {});

/// Leaves out signatures of witnesses, the last ones first, until print() gives no more than
/// short_receipt_bytes_max. None where it is longer without any: then nothing is won by it.
/// REQUIRES: the checkpoint's first signature is the log's own.
void shorten_receipt(Receipt& receipt);

/// The receipt of an entry under a checkpoint of its log, with as many of the checkpoint's
/// witnesses as shorten_receipt() leaves; nothing where there is no such entry or the checkpoint
/// does not cover it. Throws StoreFailure. REQUIRES as shorten_receipt().
std::optional<Receipt> make_receipt(Reader& reader, const MarketId& market, Seq seq,
                                    const Note& checkpoint);

}  // namespace chopay::ledger
