#include "gateway/api/kept_answer.hpp"

#include <boost/json.hpp>

#include "ledger/aes_gcm.hpp"
#include "ledger/base64.hpp"
#include "merchant/vault_row.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;

/// A hash of the fields, each with its length before it: no two lists of fields give one text.
ledger::Hash hash_of(std::initializer_list<std::string_view> fields) {
  std::string text;
  for (const auto field : fields) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
  }
  return ledger::sha256({text});
}

/// The key that seals for this owner; wiped when it goes.
struct SealingKey {
  explicit SealingKey(const AnswerOwner& owner)
      : bytes(hash_of({"chopay kept answer", owner.secret, owner.key})) {}
  SealingKey(const SealingKey&) = delete;
  SealingKey& operator=(const SealingKey&) = delete;
  ~SealingKey() { ledger::wipe(bytes); }
  ledger::Hash bytes;
};

std::string answer_text(const http::Response& response) {
  json::array headers;
  for (const auto& [name, value] : response.headers.fields()) {
    headers.push_back(json::array{name, value});
  }
  return json::serialize(json::object{{"status", response.status},
                                      {"type", response.content_type},
                                      {"headers", std::move(headers)},
                                      {"body", ledger::to_base64(response.body)}});
}

http::Response answer_of(const json::object& text) {
  http::Response response;
  response.status = text.at("status").to_number<int>();
  response.content_type = text.at("type").as_string();
  for (const auto& header : text.at("headers").as_array()) {
    response.headers.add(header.at(0).as_string(), header.at(1).as_string());
  }
  response.body = ledger::bytes_from_base64(text.at("body").as_string()).value();
  return response;
}

}  // namespace

std::string answer_row(const AnswerOwner& owner, std::string_view path) {
  return std::string{answer_prefix} + ledger::to_hex(hash_of({owner.caller, owner.key, path}));
}

ledger::Hash asked_content(const AnswerOwner& owner, const http::Request& request) {
  return hash_of({"chopay asked content", owner.secret, request.query,
                  request.headers.get("Content-Type"), request.body});
}

ledger::Hash owner_mark(const AnswerOwner& owner) {
  return hash_of({"chopay answer owner", owner.secret});
}

std::string kept_answer_text(const KeptAnswer& kept) {
  json::object row{{"at", ledger::format_instant(kept.at)},
                   {"owner", ledger::to_hex(kept.owner)},
                   {"content", ledger::to_hex(kept.content)}};
  if (!kept.sealed.empty()) row["answer"] = ledger::to_base64(kept.sealed);
  return json::serialize(row);
}

std::optional<KeptAnswer> read_kept_answer(std::string_view text) {
  const auto row = merchant::read_row(text);
  if (!row) return std::nullopt;
  const auto owner = ledger::hash_from_hex(merchant::row_text(*row, "owner"));
  const auto content = ledger::hash_from_hex(merchant::row_text(*row, "content"));
  const auto sealed = ledger::bytes_from_base64(merchant::row_text(*row, "answer"));
  if (!owner || !content || !sealed) return std::nullopt;
  return KeptAnswer{merchant::row_instant(*row, "at"), *owner, *content, *sealed};
}

bool is_over(const KeptAnswer& kept, ledger::Instant now) {
  return now - kept.at >= answer_lifetime;
}

std::string seal_answer(const AnswerOwner& owner, std::string_view row,
                        const http::Response& response, ledger::Random& random) {
  const SealingKey key{owner};
  ledger::GcmNonce nonce;
  random.fill(nonce);
  std::string sealed{nonce.begin(), nonce.end()};
  ledger::append_gcm(sealed, key.bytes, nonce, row, answer_text(response));
  return sealed;
}

std::optional<http::Response> open_answer(const AnswerOwner& owner, std::string_view row,
                                          std::string_view sealed) {
  ledger::GcmNonce nonce;
  if (sealed.size() < nonce.size()) return std::nullopt;
  std::copy_n(sealed.begin(), nonce.size(), nonce.begin());
  const SealingKey key{owner};
  const auto text = ledger::open_gcm(key.bytes, nonce, row, sealed.substr(nonce.size()));
  if (!text) return std::nullopt;
  // It is what we have sealed: it has the shape.
  return answer_of(json::parse(*text).as_object());
}

}  // namespace chopay::api
