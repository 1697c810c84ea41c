#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/bank/check.hpp"
#include "gateway/bank/sorted_json.hpp"
#include "tests/gateway/bank/samples.hpp"

// Fuzzes every bank adapter, or the one that CHOPAY_ADAPTER names. First byte: the adapter; second:
// what to do with the rest; third: where.
// Properties: nothing crashes; a message is never accepted that was not signed; when a byte of a
// signed text changes, the message is refused.
using namespace chopay;
using namespace chopay::bank;
using namespace chopay::bank::testing;

namespace {

void require(bool holds, std::string_view what, std::string_view kind) {
  if (holds) return;
  std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(kind.size()), kind.data(),
               static_cast<int>(what.size()), what.data());
  std::abort();
}

bool is_refused(const Verdict& verdict) {
  return verdict.action == Action::reject_auth || verdict.action == Action::reject_stale ||
         verdict.action == Action::reject_malformed;
}

/// What holds of every verdict.
void check_verdict(std::string_view kind, const Verdict& verdict) {
  if (is_refused(verdict)) require(verdict.notices.empty(), "a refusal with notices", kind);
  for (const auto& notice : verdict.notices) {
    require(notice.amount > ledger::Dong{0}, "an amount that is not positive", kind);
    require(!notice.bank_ref.empty() && notice.bank_ref.size() <= 64, "a bad reference", kind);
    require(notice.account.size() <= 32 && notice.content.size() <= 512, "too long", kind);
    require(is_utf8(notice.content), "content that is not UTF-8", kind);
  }
  const Reply reply = find_adapter(kind)->reply({outcome_of(verdict.action), verdict, "m:1"});
  require(reply.status >= 200 && reply.status < 600, "a strange status", kind);
}

/// Headers and body as they come: nobody signed them.
void try_unsigned(std::string_view kind, std::string_view input) {
  const auto cut = std::min(input.find("\n\n"), input.size());
  Message message{{}, std::string(input.substr(std::min(cut + 2, input.size())))};
  const http::Headers headers = read_header_lines(input.substr(0, cut));
  for (const auto& [name, value] : headers.fields()) message.headers.emplace_back(name, value);
  const Verdict verdict = send(kind, source_of(kind), message);
  check_verdict(kind, verdict);
  require(is_refused(verdict), "accepted without a signature", kind);
}

/// A body that is signed rightly, then one byte of it changed.
void try_signed_body(std::string_view kind, std::string_view input, std::uint8_t flip) {
  Message message = with_headers(kind, std::string(input));
  check_verdict(kind, send(kind, source_of(kind), message));
  const bool covered = std::ranges::find(whole_body_kinds, kind) != std::end(whole_body_kinds);
  if (!covered || input.empty() || flip == 0) return;
  message.body[flip % input.size()] = static_cast<char>(message.body[flip % input.size()] ^ flip);
  require(is_refused(send(kind, source_of(kind), message)), "accepted with a changed byte", kind);
}

std::string json_string(std::string_view text) {
  std::string value;
  append_json_string(value, text);
  return value;
}

/// The message with one byte of a field's text changed after it was signed; nothing when that
/// leaves no text.
std::optional<Message> with_changed_byte(Message message, std::string_view field, std::string text,
                                         std::uint8_t flip) {
  if (text.empty() || flip == 0) return std::nullopt;
  const std::string name = json_string(field) + ":";
  const std::string signed_text = name + json_string(text);
  text[flip % text.size()] = static_cast<char>(text[flip % text.size()] ^ flip);
  const auto at = message.body.rfind(signed_text);  // the envelope before it may have one too
  if (at == std::string::npos || !is_utf8(text)) return std::nullopt;
  message.body.replace(at, signed_text.size(), name + json_string(text));
  return message;
}

/// One field of a good transaction replaced by a fuzzed text, signed rightly, then one byte of that
/// text changed.
void try_signed_field(std::string_view kind, std::string_view input, std::uint8_t which) {
  Fields fields = transaction_of(kind);
  if (fields.empty() || !is_utf8(input)) return;
  auto& [name, value] = fields[which % fields.size()];
  value = json_string(input);
  const Message message = signed_by(kind, fields);
  check_verdict(kind, send(kind, source_of(kind), message));
  const auto covered = signed_fields(kind);
  if (std::ranges::find(covered, name) == covered.end()) return;
  const auto flip = static_cast<std::uint8_t>(1u << (which / fields.size() % 7));
  const auto forged = with_changed_byte(message, name, std::string(input), flip);
  if (!forged) return;
  require(is_refused(send(kind, source_of(kind), *forged)), "accepted with a changed field", kind);
}

/// What goes into an entry of camt.054, which has no fields to replace.
void try_signed_entry(std::string_view input) {
  const std::string body = camt(camt_entry("85000", "CRDT", "BOOK", input));
  check_verdict("camt.054",
                send("camt.054", source_of("camt.054"), with_headers("camt.054", body)));
}

/// Fields as raw JSON, so that other types come in too.
void try_raw_field(std::string_view kind, std::string_view input, std::uint8_t which) {
  Fields fields = transaction_of(kind);
  if (fields.empty()) return try_signed_entry(input);
  fields[which % fields.size()].second = std::string(input);
  check_verdict(kind, send(kind, source_of(kind), signed_by(kind, fields)));
}

/// The kinds to try: all, or the one that is asked for.
std::vector<std::string_view> kinds_tried() {
  const char* const wanted = std::getenv("CHOPAY_ADAPTER");
  std::vector<std::string_view> kinds;
  for (const Adapter& adapter : adapters()) {
    if (!wanted || adapter.kind == wanted) kinds.push_back(adapter.kind);
  }
  return kinds;
}

}  // namespace

/// Lists the adapters instead of fuzzing when CHOPAY_ADAPTER names none of them.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  if (!kinds_tried().empty()) return 0;
  for (const Adapter& adapter : adapters()) std::printf("%s\n", std::string(adapter.kind).c_str());
  std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  static const auto kinds = kinds_tried();
  const std::string_view kind = kinds[data[0] % kinds.size()];
  const std::string_view input(reinterpret_cast<const char*>(data) + 3, size - 3);
  switch (data[1] % 4) {
    case 0:
      try_unsigned(kind, input);
      break;
    case 1:
      try_signed_body(kind, input, data[2]);
      break;
    case 2:
      try_signed_field(kind, input, data[2]);
      break;
    default:
      try_raw_field(kind, input, data[2]);
      break;
  }
  return 0;
}
