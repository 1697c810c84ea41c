#include "ledger/note.hpp"

#include <algorithm>
#include <utility>

#include "ledger/base64.hpp"
#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t key_name_max = 200;
constexpr std::size_t signature_bytes_max = 6 * 1024;  // the longest of the standard: ML-DSA-44

std::string id_bytes(std::uint32_t id) {
  std::string bytes(4, '\0');
  for (unsigned i = 0; i < 4; ++i) bytes[i] = static_cast<char>(id >> (24 - 8 * i) & 255);
  return bytes;
}

std::uint32_t id_from(std::string_view bytes) {
  std::uint32_t id = 0;
  for (unsigned i = 0; i < 4; ++i) id = id << 8 | static_cast<unsigned char>(bytes[i]);
  return id;
}

std::span<const std::uint8_t> span_of(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

std::string typed_key(const VerifierKey& key) {
  std::string bytes(1, static_cast<char>(key.type));
  bytes.append(key.key.begin(), key.key.end());
  return bytes;
}

/// Valid UTF-8 is not asked of names we do not know; control characters are refused everywhere.
bool has_control_characters(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

std::optional<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(dash)) return std::nullopt;
  line.remove_prefix(dash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) return std::nullopt;
  const auto bytes = bytes_from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() < 5 || bytes->size() > signature_bytes_max) return std::nullopt;
  return NoteSignature{std::string{line.substr(0, space)}, id_from(*bytes), bytes->substr(4)};
}

}  // namespace

bool is_key_name(std::string_view name) {
  return !name.empty() && name.size() <= key_name_max &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return c > ' ' && c < 0x7f && c != '+'; });
}

std::uint32_t VerifierKey::id() const {
  const auto hash = sha256({name, "\n", typed_key(*this)});
  return id_from({reinterpret_cast<const char*>(hash.data()), 4});
}

std::string VerifierKey::text() const {
  return name + '+' + to_hex(span_of(id_bytes(id()))) + '+' + to_base64(typed_key(*this));
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
  VerifierKey key;
  const auto first = text.find('+');
  if (first == std::string_view::npos || !is_key_name(text.substr(0, first))) {
    return Error{Errc::bad_key, "it has no name"};
  }
  key.name = text.substr(0, first);
  const auto second = text.find('+', first + 1);
  const auto bytes =
      second == std::string_view::npos ? std::nullopt : bytes_from_base64(text.substr(second + 1));
  if (!bytes || bytes->size() != 1 + key.key.size()) {
    return Error{Errc::bad_key, "it is not name+id+base64 of an Ed25519 key"};
  }
  key.type = static_cast<KeyType>(bytes->front());
  if (key.type != KeyType::note && key.type != KeyType::cosignature) {
    return Error{Errc::bad_key, "its kind is unknown"};
  }
  std::copy(bytes->begin() + 1, bytes->end(), key.key.begin());
  if (key.text() != text) return Error{Errc::bad_key, "its id does not fit"};
  return key;
}

std::string NoteSignature::line() const {
  std::string line{dash};
  line += name;
  line += ' ';
  line += to_base64(id_bytes(key_id) + bytes);
  line += '\n';
  return line;
}

std::string Note::print() const {
  std::string out = text + '\n';
  for (const auto& signature : signatures) out += signature.line();
  return out;
}

Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines) {
  std::vector<NoteSignature> signatures;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    if (end == std::string_view::npos) return Error{Errc::bad_note, "the last line has no end"};
    auto signature = parse_signature_line(lines.substr(0, end));
    if (!signature || signatures.size() == note_signatures_max) {
      return Error{Errc::bad_note, "signature " + std::to_string(signatures.size() + 1)};
    }
    signatures.push_back(std::move(*signature));
    lines.remove_prefix(end + 1);
  }
  return signatures;
}

Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > note_bytes_max) return Error{Errc::bad_note, "too long"};
  if (has_control_characters(bytes)) return Error{Errc::bad_note, "control characters"};
  const auto blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos) return Error{Errc::bad_note, "no blank line"};
  Note note;
  note.text = bytes.substr(0, blank + 1);
  auto signatures = parse_signature_lines(bytes.substr(blank + 2));
  if (!signatures) return signatures.error();
  if (signatures->empty()) return Error{Errc::bad_note, "no signature"};
  note.signatures = std::move(*signatures);
  return note;
}

NoteSignature sign_note(std::string_view text, const std::string& name,
                        const ed25519::SigningKey& key) {
  const auto signature = key.sign(text);
  return {name, VerifierKey{name, KeyType::note, key.public_key()}.id(),
          std::string{signature.begin(), signature.end()}};
}

bool is_signed_by(const Note& note, const VerifierKey& key) {
  const auto id = key.id();
  bool found = false;
  for (const auto& signature : note.signatures) {
    if (signature.name != key.name || signature.key_id != id) continue;
    ed25519::Signature bytes;
    if (key.type != KeyType::note || signature.bytes.size() != bytes.size()) return false;
    std::copy(signature.bytes.begin(), signature.bytes.end(), bytes.begin());
    if (!ed25519::verify(key.key, note.text, bytes)) return false;
    found = true;
  }
  return found;
}

}  // namespace chopay::ledger
