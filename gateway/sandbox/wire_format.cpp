#include "gateway/sandbox/wire_format.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <stdexcept>

#include "gateway/bank/encoding.hpp"
#include "gateway/bank/signature.hpp"
#include "ledger/business_day.hpp"

namespace chopay::sandbox {
namespace {

namespace json = boost::json;
using bank::to_base64;
using bank::to_hex;
using bank::view;
using ledger::Instant;

constexpr std::string_view sync_path = "/bank/api/transaction-sync";

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

/// Vietnam's clock: "2026-11-24" + between + "14:02:37", with `colon` between hours and minutes.
std::string vietnam_time(Instant instant, std::string_view between, std::string_view colon) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant + ledger::vietnam_offset);
  const auto day = ledger::business_day_of(instant);
  const std::chrono::hh_mm_ss clock{seconds - day.date()};
  std::string text = to_string(day);
  text.append(between).append(two_digits(clock.hours().count())).append(colon);
  text.append(two_digits(clock.minutes().count())).append(colon);
  return text + two_digits(clock.seconds().count());
}

std::string local_time(Instant instant) {
  return vietnam_time(instant, " ", ":");
}

/// "20261124140237"
std::string compact_time(Instant instant) {
  auto text = vietnam_time(instant, "", "");
  std::erase(text, '-');
  return text;
}

std::string rfc3339_time(Instant instant) {
  return vietnam_time(instant, "T", ":") + "+07:00";
}

std::string unix_text(Instant now) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
}

std::string number_text(const HeardTransfer& transfer) {
  return std::to_string(transfer.number);
}

/// What a provider needs besides the transfer.
struct Signing {
  std::string_view secret;  ///< in the provider's form
  std::string_view path;
  Instant now;
};

SignedNotice sepay(const HeardTransfer& of, const Signing& by) {
  auto body = json::serialize(json::object{{"id", of.number},
                                           {"gateway", of.bank},
                                           {"transactionDate", local_time(of.at)},
                                           {"accountNumber", of.account},
                                           {"code", nullptr},
                                           {"content", of.content},
                                           {"transferType", "in"},
                                           {"transferAmount", of.amount.count()},
                                           {"accumulated", 0},
                                           {"subAccount", nullptr},
                                           {"referenceCode", of.reference},
                                           {"description", "BankAPINotify " + of.content}});
  const auto time = unix_text(by.now);
  const auto mac = bank::hmac_sha256(by.secret, {time, ".", body});
  return {std::move(body),
          {{"X-SePay-Timestamp", time}, {"X-SePay-Signature", "sha256=" + to_hex(mac)}}};
}

SignedNotice casso_v1(const HeardTransfer& of, const Signing& by) {
  const json::object row{
      {"id", of.number},           {"tid", of.reference},       {"amount", of.amount.count()},
      {"description", of.content}, {"when", local_time(of.at)}, {"bank_sub_acc_id", of.account},
      {"bankName", of.bank}};
  return {json::serialize(json::object{{"error", 0}, {"data", json::array{row}}}),
          {{"secure-token", std::string{by.secret}}}};
}

/// The keys stand sorted, as the signature wants them.
SignedNotice casso_v2(const HeardTransfer& of, const Signing& by) {
  const json::object data{{"accountNumber", of.account},
                          {"amount", of.amount.count()},
                          {"bankAbbreviation", of.bank},
                          {"description", of.content},
                          {"id", of.number},
                          {"reference", of.reference},
                          {"transactionDateTime", local_time(of.at)}};
  auto body = json::serialize(json::object{{"data", data}, {"error", 0}});
  const auto time = std::to_string(by.now.time_since_epoch().count());
  const auto mac = to_hex(bank::hmac_sha512(by.secret, {time, ".", body}));
  return {std::move(body), {{"X-Casso-Signature", "t=" + time + ",v1=" + mac}}};
}

SignedNotice payos(const HeardTransfer& of, const Signing& by) {
  // By their names, in the signature's order.
  const std::map<std::string, json::value> data{{"accountNumber", of.account.c_str()},
                                                {"amount", of.amount.count()},
                                                {"code", "00"},
                                                {"currency", "VND"},
                                                {"desc", "success"},
                                                {"description", of.content.c_str()},
                                                {"orderCode", of.number},
                                                {"paymentLinkId", number_text(of).c_str()},
                                                {"reference", of.reference.c_str()},
                                                {"transactionDateTime", local_time(of.at).c_str()}};
  std::string text;
  json::object object;
  for (const auto& [name, value] : data) {
    text += (text.empty() ? "" : "&") + name + '=';
    text += value.is_string() ? std::string{value.get_string()} : json::serialize(value);
    object.emplace(name, value);
  }
  const auto mac = to_hex(bank::hmac_sha256(by.secret, {text}));
  return {json::serialize(json::object{
              {"code", "00"}, {"desc", "success"}, {"data", object}, {"signature", mac}}),
          {}};
}

SignedNotice transaction_sync(const HeardTransfer& of, const Signing& by) {
  return {json::serialize(json::object{{"transactionid", number_text(of)},
                                       {"transactiontime", of.at.time_since_epoch().count()},
                                       {"referencenumber", of.reference},
                                       {"amount", of.amount.count()},
                                       {"content", of.content},
                                       {"bankaccount", of.account},
                                       {"transType", "C"}}),
          {},
          std::string{sync_path},
          std::string{by.secret}};
}

SignedNotice mb_mms(const HeardTransfer& of, const Signing& by) {
  const auto amount = to_string(of.amount);
  const auto time = compact_time(of.at);
  const auto trace = number_text(of);
  const auto bill = of.content.substr(0, 128);
  return {json::serialize(json::object{
              {"traceTransfer", trace},
              {"terminalLabel", of.account},
              {"debitAmount", amount},
              {"realAmount", amount},
              {"payDate", time},
              {"respCode", "00"},
              {"billNumber", bill},
              {"ftCode", of.reference},
              {"checkSum", to_hex(bank::md5({trace, bill, time, amount, by.secret}))}}),
          {}};
}

/// The bill is the transfer's text, letters first: the border to the id of digits shows.
SignedNotice bidv(const HeardTransfer& of, const Signing& by) {
  const auto id = number_text(of);
  const auto bill = of.content.substr(0, 64);
  const auto amount = to_string(of.amount);
  return {
      json::serialize(json::object{{"trans_id", id},
                                   {"trans_date", compact_time(of.at)},
                                   {"customer_id", of.account},
                                   {"service_id", "chopay"},
                                   {"bill_id", bill},
                                   {"amount", amount},
                                   {"checksum", to_hex(bank::md5({by.secret, id, bill, amount}))}}),
      {}};
}

SignedNotice pay2s(const HeardTransfer& of, const Signing& by) {
  const json::object row{{"id", number_text(of)},
                         {"gateway", of.bank},
                         {"transactionDate", local_time(of.at)},
                         {"transactionNumber", of.reference},
                         {"accountNumber", of.account},
                         {"content", of.content},
                         {"transferType", "IN"},
                         {"transferAmount", of.amount.count()}};
  return {json::serialize(json::object{{"transactions", json::array{row}}}),
          {{"Authorization", "Bearer " + std::string{by.secret}}}};
}

SignedNotice tingee(const HeardTransfer& of, const Signing& by) {
  auto body = json::serialize(json::object{{"transactionCode", of.reference},
                                           {"amount", of.amount.count()},
                                           {"content", of.content},
                                           {"bank", of.bank},
                                           {"accountNumber", of.account},
                                           {"transactionDate", compact_time(of.at)}});
  const auto time = compact_time(by.now) + "000";
  const auto mac = to_hex(bank::hmac_sha512(by.secret, {time, ":", body}));
  return {std::move(body), {{"x-request-timestamp", time}, {"x-signature", mac}}};
}

std::string own_form(const HeardTransfer& of) {
  const json::object data{{"txn_id", of.reference}, {"bank", of.bank},
                          {"account", of.account},  {"amount", of.amount.count()},
                          {"content", of.content},  {"time", rfc3339_time(of.at)}};
  return json::serialize(json::object{{"type", "bank.credit"}, {"data", data}});
}

/// Standard Webhooks, symmetric.
SignedNotice standard_signed(std::string body, const HeardTransfer& of, const Signing& by) {
  const auto id = "msg_" + number_text(of);
  const auto time = unix_text(by.now);
  const auto key = bank::from_base64(by.secret.substr(by.secret.find('_') + 1)).value_or("");
  const auto mac = to_base64(view(bank::hmac_sha256(key, {id, ".", time, ".", body})));
  return {std::move(body),
          {{"webhook-id", id}, {"webhook-timestamp", time}, {"webhook-signature", "v1," + mac}}};
}

SignedNotice standard(const HeardTransfer& of, const Signing& by) {
  return standard_signed(own_form(of), of, by);
}

SignedNotice stripe(const HeardTransfer& of, const Signing& by) {
  auto body = own_form(of);
  const auto time = unix_text(by.now);
  const auto mac = to_hex(bank::hmac_sha256(by.secret, {time, ".", body}));
  return {std::move(body), {{"Stripe-Signature", "t=" + time + ",v1=" + mac}}};
}

SignedNotice rfc9421(const HeardTransfer& of, const Signing& by) {
  auto body = own_form(of);
  const auto digest = "sha-256=:" + to_base64(view(bank::sha256({body}))) + ":";
  const auto input = R"(("@method" "@path" "content-digest");created=)" + unix_text(by.now) +
                     R"(;keyid="sandbox")";
  const auto base = "\"@method\": POST\n\"@path\": " + std::string{by.path} +
                    "\n\"content-digest\": " + digest + "\n\"@signature-params\": " + input;
  const auto mac = to_base64(view(bank::hmac_sha256(by.secret, {base})));
  return {std::move(body),
          {{"Content-Digest", digest},
           {"Signature-Input", "sig=" + input},
           {"Signature", "sig=:" + mac + ":"}}};
}

/// Text between tags.
std::string xml_text(std::string_view plain) {
  std::string out;
  for (const char c : plain) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

SignedNotice camt054(const HeardTransfer& of, const Signing& by) {
  std::string body =
      R"(<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:)"
      "camt.054.001.08\"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>" +
      number_text(of) + "</MsgId></GrpHdr><Ntfctn><Id>" + number_text(of) +
      "</Id><Acct><Id><Othr><Id>" + xml_text(of.account) +
      "</Id></Othr></Id></Acct><Ntry><Amt Ccy=\"VND\">" + to_string(of.amount) +
      "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>" +
      rfc3339_time(of.at) + "</DtTm></BookgDt><AcctSvcrRef>" + of.reference +
      "</AcctSvcrRef><NtryDtls><TxDtls><RmtInf>";
  // Max140Text: a longer text comes in several.
  for (std::size_t at = 0; at < of.content.size(); at += 140) {
    body += "<Ustrd>" + xml_text(std::string_view{of.content}.substr(at, 140)) + "</Ustrd>";
  }
  return standard_signed(body +
                             "</RmtInf></TxDtls></NtryDtls></Ntry></Ntfctn>"
                             "</BkToCstmrDbtCdtNtfctn></Document>",
                         of, by);
}

struct Format {
  std::string_view kind;
  SignedNotice (*write)(const HeardTransfer& of, const Signing& by);
};

constexpr std::array formats{
    Format{"sepay", sepay},
    Format{"casso-v1", casso_v1},
    Format{"casso-v2", casso_v2},
    Format{"payos", payos},
    Format{"vietqr-vn", transaction_sync},
    Format{"mb", transaction_sync},
    Format{"mb-mms", mb_mms},
    Format{"bidv", bidv},
    Format{"pay2s", pay2s},
    Format{"tingee", tingee},
    Format{"standard", standard},
    Format{"stripe", stripe},
    Format{"rfc9421", rfc9421},
    Format{"camt.054", camt054},
};

constexpr auto kinds = [] {
  std::array<std::string_view, formats.size()> names;
  std::ranges::transform(formats, names.begin(), &Format::kind);
  return names;
}();

}  // namespace

std::span<const std::string_view> wire_kinds() {
  return kinds;
}

std::string wire_source(std::string_view kind, std::string_view bin) {
  std::string id{kind};
  std::erase(id, '.');
  return id.append("-").append(bin);
}

std::string wire_secret(std::string_view kind, std::string_view secret) {
  if (kind == "standard" || kind == "camt.054") return "whsec_" + to_base64(secret);
  if (kind == "vietqr-vn" || kind == "mb") return "sandbox:" + std::string{secret};
  return std::string{secret};
}

SignedNotice wire_notice(std::string_view kind, const HeardTransfer& transfer,
                         std::string_view secret, std::string_view path, Instant now) {
  return provider_notice(kind, transfer, wire_secret(kind, secret), path, now);
}

SignedNotice provider_notice(std::string_view kind, const HeardTransfer& transfer,
                             std::string_view secret, std::string_view path, Instant now) {
  const auto* const format = std::ranges::find(formats, kind, &Format::kind);
  if (format == formats.end()) throw std::invalid_argument("no such format is written");
  auto notice = format->write(transfer, {secret, path, now});
  notice.headers.emplace_back("Content-Type",
                              kind == "camt.054" ? "application/xml" : "application/json");
  return notice;
}

}  // namespace chopay::sandbox
