#include "ledger/witness.hpp"

#include <charconv>
#include <utility>

#include "ledger/base64.hpp"
#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

constexpr std::string_view old_prefix = "old ";
constexpr std::string_view state_header = "chopay witness v1\n";
constexpr std::string_view state_end = "end\n";
constexpr std::string_view note_prefix = "note ";

/// Takes a line off the text; nothing where none ends.
std::optional<std::string_view> cut_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

/// The decimal behind the prefix, without leading zeros.
std::optional<std::uint64_t> parse_number(std::string_view line, std::string_view prefix) {
  if (!line.starts_with(prefix)) return std::nullopt;
  line.remove_prefix(prefix.size());
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
  if (error != std::errc{} || end != line.data() + line.size()) return std::nullopt;
  if (std::to_string(value) != line) return std::nullopt;
  return value;
}

WitnessAnswer refusal(int status, std::string text, std::string evidence = {}) {
  WitnessAnswer answer;
  answer.status = status;
  answer.body = std::move(text) + '\n';
  answer.evidence = std::move(evidence);
  return answer;
}

WitnessAnswer other_size(std::uint64_t size, std::string evidence = {}) {
  auto answer = refusal(409, std::to_string(size), std::move(evidence));
  answer.content_type = "text/x.tlog.size";
  return answer;
}

std::string evidence_of(std::string_view what, const std::string& earlier,
                        const WitnessRequest& request) {
  return std::string{what} + "\nremembered:\n" + earlier + "\nasked to sign:\n" + request.print();
}

/// What a log showed when it was asked. Nothing where somebody else sent it: a checkpoint that was
/// signed long ago, or a proof that is made up, can come from anybody.
std::string observed(CameBy came_by, std::string_view what, const std::string& earlier,
                     const WitnessRequest& request) {
  if (came_by == CameBy::push) return {};
  return evidence_of("observed when the log was asked, no proof to others: " + std::string{what},
                     earlier, request);
}

}  // namespace

std::string WitnessRequest::print() const {
  auto text = std::string{old_prefix} + std::to_string(old_size) + '\n';
  for (const auto& hash : proof) text += to_base64(hash) + '\n';
  return text + '\n' + checkpoint.print();
}

Result<WitnessRequest> parse_witness_request(std::string_view body) {
  if (body.size() > witness_request_bytes_max) return Error{Errc::bad_note, "too long"};
  WitnessRequest request;
  const auto first = cut_line(body);
  const auto old_size = first ? parse_number(*first, old_prefix) : std::nullopt;
  if (!old_size) return Error{Errc::bad_note, "line 1, the old size"};
  request.old_size = *old_size;
  for (;;) {
    const auto line = cut_line(body);
    if (line && line->empty()) break;
    const auto hash = line ? hash_from_base64(*line) : std::nullopt;
    if (!hash || request.proof.size() == proof_hashes_max) {
      return Error{Errc::bad_note, "hash " + std::to_string(request.proof.size() + 1)};
    }
    request.proof.push_back(*hash);
  }
  auto note = parse_note(body);
  if (!note) return note.error();
  request.checkpoint = std::move(*note);
  return request;
}

Witness::Witness(const PrivateKey& key, std::vector<VerifierKey> logs)
    : name_(key.name), key_(key.seed) {
  const Checkpoint none{{}, 0, sha256({})};
  for (auto& log : logs) {
    auto origin = log.name;
    logs_.emplace(std::move(origin), Seen{std::move(log), none, {}});
  }
}

VerifierKey Witness::verifier() const {
  return {name_, KeyType::cosignature, key_.public_key()};
}

Result<void> Witness::resume(std::string_view state) {
  if (!state.starts_with(state_header)) return Error{Errc::bad_note, "no state of a witness"};
  state.remove_prefix(state_header.size());
  while (state != state_end) {
    const auto line = cut_line(state);
    const auto length = line ? parse_number(*line, note_prefix) : std::nullopt;
    if (!length || *length > state.size()) return Error{Errc::bad_note, "a note's length"};
    const auto note = parse_note(state.substr(0, *length));
    if (!note) return note.error();
    const auto claimed = parse_checkpoint(note->text);
    if (!claimed) return claimed.error();
    const auto seen = logs_.find(claimed->origin);
    if (seen == logs_.end()) return Error{Errc::bad_checkpoint, claimed->origin + " has no key"};
    const auto checkpoint = open_checkpoint(*note, seen->second.log);
    if (!checkpoint) return checkpoint.error();
    seen->second.newest = *checkpoint;
    seen->second.note = state.substr(0, *length);
    state.remove_prefix(*length);
  }
  return {};
}

std::string Witness::state() const {
  std::string text{state_header};
  for (const auto& [origin, seen] : logs_) {
    if (seen.note.empty()) continue;
    text += std::string{note_prefix} + std::to_string(seen.note.size()) + '\n' + seen.note;
  }
  return text + std::string{state_end};
}

std::optional<std::uint64_t> Witness::remembered_size(const std::string& origin) const {
  const auto seen = logs_.find(origin);
  if (seen == logs_.end()) return std::nullopt;
  return seen->second.newest.size;
}

WitnessAnswer Witness::add_checkpoint(std::string_view body, std::chrono::sys_seconds now,
                                      CameBy came_by) {
  const auto request = parse_witness_request(body);
  if (!request) return refusal(400, request.error().message());
  const auto asked = parse_checkpoint(request->checkpoint.text);
  if (!asked) return refusal(400, asked.error().message());
  const auto seen = logs_.find(asked->origin);
  if (seen == logs_.end()) return refusal(404, "no key of this log is known here");
  if (!is_signed_by(request->checkpoint, seen->second.log)) {
    return refusal(403, "the checkpoint is not signed by the log");
  }
  if (auto refused = refuse(seen->second, *request, *asked, came_by)) return std::move(*refused);
  return sign(seen->second, *request, *asked, now);
}

std::optional<WitnessAnswer> Witness::refuse(const Seen& seen, const WitnessRequest& request,
                                             const Checkpoint& asked, CameBy came_by) const {
  if (request.old_size > asked.size) return refusal(400, "the old size is the larger one");
  if (seen.newest.size == asked.size && seen.newest.root != asked.root) {
    // The log has signed both, and no log that only grows can have.
    const auto proof = seen.note.empty() ? std::string{}
                                         : evidence_of("proof of a split view: one size, two roots",
                                                       seen.note, request);
    return other_size(seen.newest.size, proof);
  }
  if (request.old_size != seen.newest.size) {
    const bool back = asked.size < seen.newest.size;
    return other_size(seen.newest.size, back ? observed(came_by, "it went back to an earlier size",
                                                        seen.note, request)
                                             : std::string{});
  }
  if (!is_consistent(seen.newest.size, seen.newest.root, asked.size, asked.root, request.proof)) {
    return refusal(422, "the proof does not lead from the old checkpoint to this one",
                   observed(came_by, "it does not show that it only grew", seen.note, request));
  }
  return std::nullopt;
}

/// REQUIRES: refuse() gave nothing.
WitnessAnswer Witness::sign(Seen& seen, const WitnessRequest& request, const Checkpoint& asked,
                            std::chrono::sys_seconds now) {
  WitnessAnswer answer;
  answer.body = cosign(request.checkpoint.text, name_, key_, now).line();
  if (asked.size != seen.newest.size || seen.note.empty()) {
    // Only the log's own signature is kept: others' prove nothing against it.
    seen.newest = asked;
    Note own{request.checkpoint.text, {}};
    for (const auto& signature : request.checkpoint.signatures) {
      if (signature.name == seen.log.name && signature.key_id == seen.log.id()) {
        own.signatures.push_back(signature);
        break;
      }
    }
    seen.note = own.print();
    answer.state = state();
  }
  return answer;
}

}  // namespace chopay::ledger
