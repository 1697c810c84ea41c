#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/note.hpp"
#include "ledger/result.hpp"

/// Checkpoints (C2SP tlog-checkpoint): what a log says that it holds, as a signed note.
namespace chopay::ledger {

struct Checkpoint {
  std::string origin;      ///< "<host>/<market>"
  std::uint64_t size = 0;  ///< entries
  Hash root{};
  /// The note's text: origin, size and base64 of the root, a line each.
  std::string body() const;
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// Reads exactly what body() writes; further lines are refused. Errc::bad_checkpoint.
Result<Checkpoint> parse_checkpoint(std::string_view body);
/// The checkpoint of a note that the log's key has signed; the key's name is the origin.
/// Errc::bad_note, bad_checkpoint; bad_signature where it is another's or was changed.
Result<Checkpoint> open_checkpoint(const Note& note, const VerifierKey& log);
Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log);
/// The signed note. The key's name is the origin.
std::string sign_checkpoint(const Checkpoint& checkpoint, const ed25519::SigningKey& key);

/// A witness's signature over the body at a time (cosignature/v1, C2SP tlog-cosignature).
NoteSignature cosign(std::string_view body, const std::string& name, const ed25519::SigningKey& key,
                     std::chrono::sys_seconds at);
/// When the witness saw the checkpoint; nullopt where the note has no right signature of it.
std::optional<std::chrono::sys_seconds> cosigned_at(const Note& note, const VerifierKey& witness);

}  // namespace chopay::ledger
