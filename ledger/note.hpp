#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ed25519.hpp"
#include "ledger/result.hpp"

/// Signed notes (C2SP signed-note): a text that ends in a newline, a blank line, and a line for
/// each signature.
namespace chopay::ledger {

inline constexpr std::size_t note_bytes_max = 64 * 1024;
inline constexpr std::size_t note_signatures_max = 32;  ///< the standard wants 16 at least

/// How a key signs; the byte that stands in its id and its text.
enum class KeyType : std::uint8_t {
  note = 0x01,         ///< Ed25519 over the text
  cosignature = 0x04,  ///< Ed25519 with a time, by a witness (C2SP tlog-cosignature)
};

/// A key that notes are checked with. Its text is "<name>+<8 hex>+<base64(type ‖ key)>".
struct VerifierKey {
  std::string name;
  KeyType type = KeyType::note;
  ed25519::PublicKey key{};
  std::uint32_t id() const;
  std::string text() const;
  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

/// Errc::bad_key where the text has another form, another type or a wrong id.
Result<VerifierKey> parse_verifier_key(std::string_view text);
/// True for 1 to 200 characters of ASCII without spaces, control characters or '+'.
bool is_key_name(std::string_view name);

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;
  /// "— <name> base64(id ‖ bytes)\n"
  std::string line() const;
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct Note {
  std::string text;  ///< ends in a newline
  std::vector<NoteSignature> signatures;
  /// The whole note; parse_note reads it back.
  std::string print() const;
  friend bool operator==(const Note&, const Note&) = default;
};

/// Reads a note and checks no signature. Errc::bad_note with the place for any other form.
Result<Note> parse_note(std::string_view bytes);
/// Reads lines of signatures alone, as a witness answers. Errc::bad_note.
Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines);

/// Signs the text as KeyType::note.
NoteSignature sign_note(std::string_view text, const std::string& name,
                        const ed25519::SigningKey& key);
/// True when the note has a signature of this KeyType::note key, and every one of it is right. A
/// signature of the key that is wrong spoils the note.
bool is_signed_by(const Note& note, const VerifierKey& key);

}  // namespace chopay::ledger
