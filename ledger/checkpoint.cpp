#include "ledger/checkpoint.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "ledger/base64.hpp"
#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

constexpr std::size_t time_bytes = 8;

/// Takes the next line off the text; nullopt where there is none that ends.
std::optional<std::string_view> next_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

/// The size as a decimal without leading zeros, below 2^63.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  const bool padded = text.size() > 1 && text.front() == '0';
  if (error != std::errc{} || end != text.data() + text.size() || padded || size >> 63 != 0) {
    return std::nullopt;
  }
  return size;
}

std::string cosigned_text(std::string_view body, std::uint64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + '\n' + std::string{body};
}

}  // namespace

std::string Checkpoint::body() const {
  return origin + '\n' + std::to_string(size) + '\n' + to_base64(root) + '\n';
}

Result<Checkpoint> parse_checkpoint(std::string_view body) {
  Checkpoint checkpoint;
  const auto origin = next_line(body);
  if (!origin || !is_key_name(*origin)) return Error{Errc::bad_checkpoint, "line 1, the origin"};
  checkpoint.origin = *origin;
  const auto size_line = next_line(body);
  const auto size = size_line ? parse_size(*size_line) : std::nullopt;
  if (!size) return Error{Errc::bad_checkpoint, "line 2, the size"};
  checkpoint.size = *size;
  const auto root_line = next_line(body);
  const auto root = root_line ? hash_from_base64(*root_line) : std::nullopt;
  if (!root) return Error{Errc::bad_checkpoint, "line 3, the root"};
  checkpoint.root = *root;
  if (!body.empty()) return Error{Errc::bad_checkpoint, "line 4 and further"};
  return checkpoint;
}

Result<Checkpoint> open_checkpoint(const Note& note, const VerifierKey& log) {
  if (!is_signed_by(note, log)) return Error{Errc::bad_signature, log.name};
  auto checkpoint = parse_checkpoint(note.text);
  if (checkpoint && checkpoint->origin != log.name) {
    return Error{Errc::bad_checkpoint, "it is of " + checkpoint->origin};
  }
  return checkpoint;
}

Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log) {
  const auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  return open_checkpoint(*parsed, log);
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const ed25519::SigningKey& key) {
  Note note{checkpoint.body(), {}};
  note.signatures.push_back(sign_note(note.text, checkpoint.origin, key));
  return note.print();
}

NoteSignature cosign(std::string_view body, const std::string& name, const ed25519::SigningKey& key,
                     std::chrono::sys_seconds at) {
  const auto seconds = static_cast<std::uint64_t>(at.time_since_epoch().count());
  std::string bytes;
  for (unsigned i = 0; i < time_bytes; ++i) {
    bytes += static_cast<char>(seconds >> (56 - 8 * i) & 255);
  }
  const auto signature = key.sign(cosigned_text(body, seconds));
  bytes.append(signature.begin(), signature.end());
  return {name, VerifierKey{name, KeyType::cosignature, key.public_key()}.id(), std::move(bytes)};
}

std::optional<std::chrono::sys_seconds> cosigned_at(const Note& note, const VerifierKey& witness) {
  if (witness.type != KeyType::cosignature) return std::nullopt;
  for (const auto& line : note.signatures) {
    ed25519::Signature signature;
    if (line.name != witness.name || line.key_id != witness.id()) continue;
    if (line.bytes.size() != time_bytes + signature.size()) continue;
    std::uint64_t seconds = 0;
    for (unsigned i = 0; i < time_bytes; ++i) {
      seconds = seconds << 8 | static_cast<unsigned char>(line.bytes[i]);
    }
    std::copy(line.bytes.begin() + time_bytes, line.bytes.end(), signature.begin());
    if (seconds >> 40 != 0) continue;  // no such year
    if (!ed25519::verify(witness.key, cosigned_text(note.text, seconds), signature)) continue;
    return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
  }
  return std::nullopt;
}

}  // namespace chopay::ledger
