#include "gateway/bank/check.hpp"

#include <algorithm>

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/error.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/json_reader.hpp"
#include "gateway/bank/sorted_json.hpp"

namespace chopay::bank {
namespace {

using ledger::Error;
using merchant::BankNotice;

std::string text_of(JsonValue row, std::string_view name, std::string_view otherwise = {}) {
  const auto value = row.find(name);
  if (!value || !value->is(JsonKind::string)) return std::string(otherwise);
  return std::string(value->text());
}

std::optional<std::string> secret_of(JsonValue row) {
  const auto value = row.find("secret");
  if (!value) return std::nullopt;
  if (value->is(JsonKind::string)) return std::string(value->text());
  const auto pem = value->find("public_key_pem");
  if (!pem || !pem->is(JsonKind::string)) return std::nullopt;
  return std::string(pem->text());
}

Source source_of(const CheckRow& row) {
  Source source;
  source.id = "check";
  source.scheme = find_scheme(row.scheme).value_or(Scheme::by_headers);
  if (!row.now) source.tolerance = std::nullopt;
  Secret secret{std::string(row.secret.view())};
  (row.scheme == "bearer-hs512" ? source.secrets.token_key : source.secrets.current) =
      std::move(secret);
  return source;
}

std::string txn_id(const Adapter& adapter, const BankNotice& notice) {
  return std::string(adapter.txn_prefix) + ":" + notice.provider_id;
}

/// The notices to show: what would be credited, else what the message tells of.
std::vector<const BankNotice*> shown_notices(const Verdict& verdict) {
  std::vector<const BankNotice*> shown;
  for (const BankNotice& notice : verdict.notices) {
    if (verdict.action == Action::batch && notice.direction == merchant::Direction::out) continue;
    shown.push_back(&notice);
  }
  for (const BankNotice& sample : verdict.samples) shown.push_back(&sample);
  return shown;
}

bool moves_money(Action action) {
  return action == Action::credit || action == Action::batch || action == Action::review;
}

/// Notes the ids; true when all of them had been seen before.
bool all_seen(const Adapter& adapter, const std::vector<const BankNotice*>& notices,
              SeenIds& seen) {
  bool all = !notices.empty();
  for (const BankNotice* notice : notices) {
    if (seen.insert(txn_id(adapter, *notice)).second) all = false;
  }
  return all;
}

void append_text(std::string& out, std::string_view name, std::string_view text, bool is_null) {
  out.append(",\"").append(name).append("\":");
  if (is_null) {
    out += "null";
  } else {
    append_json_string(out, text);
  }
}

void append_notice(std::string& out, const Adapter& adapter, const BankNotice& notice) {
  out += R"({"txn_id":)";
  append_json_string(out, txn_id(adapter, notice));
  out += ",\"amount\":" + (notice.amount.is_zero() ? "null" : to_string(notice.amount));
  const bool nowhere = notice.account.empty();
  append_text(out, "account", notice.account, nowhere);
  append_text(out, "content", notice.content, nowhere && notice.content.empty());
  const bool timeless = notice.occurred_at == ledger::Instant{};
  append_text(out, "time", timeless ? "" : format_vietnam_time(notice.occurred_at), timeless);
  out += '}';
}

}  // namespace

ledger::Result<CheckRow> parse_check_row(std::string_view line) {
  JsonDocument document;
  const auto root = document.parse(line, {.bytes_max = std::size_t{1} << 20U});
  if (!root) return root.error();
  const auto headers = root->find("headers");
  const auto body = root->find("body");
  auto secret = secret_of(*root);
  if (!headers || !headers->is(JsonKind::object)) return Error(Errc::missing_field, "headers");
  if (!body || !body->is(JsonKind::string)) return Error(Errc::missing_field, "body");
  if (!secret) return Error(Errc::missing_field, "secret");
  CheckRow row{.id = text_of(*root, "id"),
               .provider = text_of(*root, "provider"),
               .scheme = text_of(*root, "scheme"),
               .method = text_of(*root, "method", "POST"),
               .path = text_of(*root, "path", "/"),
               .headers = {},
               .body = std::string(body->text()),
               .secret = Secret(std::move(*secret)),
               .now = {}};
  for (const JsonValue header : *headers) row.headers.add(header.key(), header.text());
  if (const auto now = root->find("now"); now && !now->is(JsonKind::null)) {
    row.now = read_unix_seconds(now->text());
    if (!row.now) return Error(Errc::bad_time, "now");
  }
  return row;
}

http::Headers read_header_lines(std::string_view text) {
  http::Headers headers;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) continue;
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
    headers.add(line.substr(0, colon), value);
  }
  return headers;
}

ledger::Result<std::string> check_callback(const CheckRow& row, SeenIds& seen,
                                           ledger::Instant wall_clock) {
  const Adapter* adapter = find_adapter(row.provider);
  if (adapter == nullptr) return Error(Errc::unknown_provider, row.provider);
  const Source source = source_of(row);
  const Verdict verdict = adapter->verify_and_decode({row.method, row.path, row.headers, row.body},
                                                     source, row.now.value_or(wall_clock));
  const auto notices = shown_notices(verdict);
  const bool duplicate = moves_money(verdict.action) && all_seen(*adapter, notices, seen);
  const Outcome outcome = duplicate ? Outcome::duplicate : outcome_of(verdict.action);
  const bool refused = verdict.action == Action::reject_auth ||
                       verdict.action == Action::reject_stale ||
                       verdict.action == Action::reject_malformed;
  const std::string first_id = notices.empty() ? "" : txn_id(*adapter, *notices.front());
  const Reply reply = adapter->reply({outcome, verdict, first_id});

  std::string out = refused ? R"({"accepted":false,"action":")" : R"({"accepted":true,"action":")";
  out.append(duplicate ? "duplicate" : to_string(verdict.action)).append(R"(","notices":[)");
  for (const BankNotice* notice : notices) {
    if (out.back() != '[') out += ',';
    append_notice(out, *adapter, *notice);
  }
  out += "],\"reply\":{\"status\":" + std::to_string(reply.status) + ",\"body\":";
  append_json_string(out, reply.body);
  out += '}';
  const std::string& why = verdict.why.empty() ? verdict.doubt : verdict.why;
  append_text(out, "why", why, why.empty());
  return out + "}";
}

}  // namespace chopay::bank
