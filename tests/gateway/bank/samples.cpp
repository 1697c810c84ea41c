#include "tests/gateway/bank/samples.hpp"

#include <algorithm>
#include <map>

#include "gateway/bank/bearer_token.hpp"
#include "tests/gateway/bank/key_pair.hpp"

namespace chopay::bank::testing {
namespace {

constexpr const char* secret = "a secret of the tests";
constexpr const char* raw_key = "thirty-two bytes of a test key!!";

using Transactions = std::map<std::string, Fields, std::less<>>;

Transactions of_aggregators() {
  return {
      {"sepay",
       {{"id", "501"},
        {"gateway", "\"MBBank\""},
        {"transactionDate", "\"2026-11-24 06:50:55\""},
        {"accountNumber", "\"0888000111\""},
        {"content", "\"VQ7K2M\""},
        {"transferType", "\"in\""},
        {"transferAmount", "85000"},
        {"referenceCode", "\"FT1\""}}},
      {"sepay-ipn",
       {{"payment_method", "\"BANK_TRANSFER\""},
        {"transaction_id", "\"tx-1\""},
        {"transaction_type", "\"PAYMENT\""},
        {"transaction_date", "\"2026-11-24 06:50:55\""},
        {"transaction_status", "\"APPROVED\""},
        {"transaction_amount", "\"85000.00\""},
        {"transaction_currency", "\"VND\""}}},
      {"casso-v1",
       {{"id", "7"},
        {"tid", "\"FT1\""},
        {"amount", "85000"},
        {"description", "\"VQ7K2M\""},
        {"when", "\"2026-11-24 06:50:55\""},
        {"bank_sub_acc_id", "\"0888000111\""}}},
      {"casso-v2",  // already sorted, as the signature wants it
       {{"accountNumber", "\"0888000111\""},
        {"amount", "85000"},
        {"bankAbbreviation", "\"MB\""},
        {"description", "\"VQ7K2M\""},
        {"id", "7"},
        {"reference", "\"FT1\""},
        {"transactionDateTime", "\"2026-11-24 06:50:55\""}}},
      {"payos",
       {{"orderCode", "9001"},
        {"amount", "85000"},
        {"description", "\"VQ7K2M\""},
        {"accountNumber", "\"0888000111\""},
        {"reference", "\"FT1\""},
        {"transactionDateTime", "\"2026-11-24 06:50:55\""},
        {"currency", "\"VND\""},
        {"paymentLinkId", "\"link\""},
        {"code", "\"00\""},
        {"desc", "\"success\""},
        {"counterAccountName", "null"},
        {"virtualAccountNumber", "\"VA01\""}}},
      {"vietqr-vn",
       {{"transactionid", "\"t-1\""},
        {"transactiontime", "1795477855000"},
        {"referencenumber", "\"FT1\""},
        {"amount", "85000"},
        {"content", "\"VQ7K2M\""},
        {"bankaccount", "\"0888000111\""},
        {"transType", "\"C\""}}},
  };
}

Transactions of_banks() {
  return {
      {"mb-mms",
       {{"traceTransfer", "\"FT0\""},
        {"terminalLabel", "\"T01\""},
        {"debitAmount", "\"90000\""},
        {"realAmount", "\"85000\""},
        {"payDate", "\"20261124065055\""},
        {"respCode", "\"00\""},
        {"billNumber", "\"VQ7K2M\""},
        {"ftCode", "\"FT1\""}}},
      {"bidv",
       {{"trans_id", "\"BIDV77\""},
        {"trans_date", "\"20261124065055\""},
        {"customer_id", "\"STALL1\""},
        {"service_id", "\"S1\""},
        {"bill_id", "\"VQ7K2M\""},
        {"amount", "\"85000\""}}},
      {"vietinbank",
       {{"transId", "\"V1\""},
        {"transTime", "\"20261124065055\""},
        {"custCode", "\"VAC01\""},
        {"amount", "\"85000\""},
        {"bankTransId", "\"B1\""},
        {"remark", "\"VQ7K2M\""},
        {"recvAcctId", "\"0888000111\""},
        {"currencyCode", "\"VND\""}}},
      {"pay2s",
       {{"id", "\"501\""},
        {"gateway", "\"ACB\""},
        {"transactionDate", "\"2026-11-24 06:50:55\""},
        {"transactionNumber", "\"3516\""},
        {"accountNumber", "\"0888000111\""},
        {"content", "\"VQ7K2M\""},
        {"transferType", "\"IN\""},
        {"transferAmount", "85000"}}},
      {"tingee",
       {{"transactionCode", "\"TG1\""},
        {"amount", "85000"},
        {"content", "\"VQ7K2M\""},
        {"bank", "\"ACB\""},
        {"accountNumber", "\"0888000111\""},
        {"transactionDate", "\"20261124065055\""}}},
      {"standard",
       {{"txn_id", "\"T1\""},
        {"account", "\"0888000111\""},
        {"amount", "85000"},
        {"content", "\"VQ7K2M\""},
        {"time", "\"2026-11-24T06:50:55+07:00\""}}},
  };
}

const Transactions& transactions() {
  static const auto all = [] {
    auto joined = of_aggregators();
    joined.merge(of_banks());
    return joined;
  }();
  return all;
}

/// mb says the same as VietQR.vn; the kinds of our own form all say what "standard" does.
std::string_view wording_of(std::string_view kind) {
  if (kind == "mb") return "vietqr-vn";
  if (kind == "stripe" || kind == "rfc9421") return "standard";
  return kind;
}

std::string unquoted(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key != name || value == "null") continue;
    return value.starts_with('"') ? value.substr(1, value.size() - 2) : value;
  }
  return {};
}

std::string joined(const Fields& fields, std::initializer_list<std::string_view> names) {
  std::string text;
  for (const auto name : names) text += unquoted(fields, name);
  return text;
}

Message payos_message(const Fields& data) {
  std::map<std::string, std::string> sorted;
  for (const auto& [name, value] : data) sorted[name] = unquoted(data, name);
  std::string text;
  for (const auto& [name, value] : sorted) text += (text.empty() ? "" : "&") + name + "=" + value;
  const std::string signature = to_hex(hmac_sha256(secret, {text}));
  return {{}, R"({"code":"00","data":)" + json_of(data) + R"(,"signature":")" + signature + "\"}"};
}

Message casso_v2_message(const Fields& data) {
  const std::string body = R"({"data":)" + json_of(data) + R"(,"error":0})";
  const std::string time = std::to_string(now_unix) + "123";
  const std::string mac = to_hex(hmac_sha512(secret, {time, ".", body}));
  return {{{"X-Casso-Signature", "t=" + time + ",v1=" + mac}}, body};
}

Message mb_mms_message(const Fields& fields) {
  const auto text = joined(fields, {"traceTransfer", "billNumber", "payDate", "debitAmount"});
  return {{}, json_of(with(fields, "checkSum", '"' + to_hex(md5({text, secret})) + '"'))};
}

Message bidv_message(const Fields& fields) {
  const bool paybill = !unquoted(fields, "trans_id").empty();
  const auto text = paybill ? joined(fields, {"trans_id", "bill_id", "amount"})
                            : joined(fields, {"service_id", "customer_id"});
  return {{}, json_of(with(fields, "checksum", '"' + to_hex(md5({secret, text})) + '"'))};
}

Message vietinbank_message(const Fields& fields) {
  const auto text =
      joined(fields, {"transId", "transTime", "custCode", "amount", "bankTransId", "remark"});
  const std::string signature = '"' + to_base64(rsa_pair().sign(text)) + '"';
  return {{}, json_of(with(fields, "signature", signature))};
}

Message stripe_message(std::string body) {
  const std::string time = std::to_string(now_unix);
  const std::string mac = to_hex(hmac_sha256(secret, {time, ".", body}));
  return {{{"Stripe-Signature", "t=" + time + ",v0=00,v1=" + mac}}, std::move(body)};
}

Message tingee_message(std::string body) {
  const std::string time = "20261124065107000";
  return {{{"x-request-timestamp", time},
           {"x-signature", to_hex(hmac_sha512(secret, {time, ":", body}))}},
          std::move(body)};
}

Message rfc9421_message(std::string body) {
  Message message{{}, std::move(body)};
  const std::string digest = "sha-256=:" + to_base64(view(sha256({message.body}))) + ":";
  const std::string input = R"(("@method" "@path" "content-digest");created=)" +
                            std::to_string(now_unix) + R"(;keyid="bank")";
  const std::string base = "\"@method\": POST\n\"@path\": " + message.path +
                           "\n\"content-digest\": " + digest + "\n\"@signature-params\": " + input;
  const std::string signature = to_base64(view(hmac_sha256(secret, {base})));
  message.headers = {{"Content-Digest", digest},
                     {"Signature-Input", "sig=" + input},
                     {"Signature", "sig=:" + signature + ":"}};
  return message;
}

}  // namespace

std::string json_of(const Fields& fields) {
  std::string text = "{";
  for (const auto& [name, value] : fields) {
    if (text.size() > 1) text += ',';
    text.append("\"").append(name).append("\":").append(value);
  }
  return text + "}";
}

Fields with(Fields fields, std::string_view name, std::string value) {
  const auto found =
      std::ranges::find_if(fields, [&](const auto& field) { return field.first == name; });
  if (found == fields.end()) {
    fields.emplace_back(name, std::move(value));
  } else {
    found->second = std::move(value);
  }
  return fields;
}

Fields without(Fields fields, std::string_view name) {
  std::erase_if(fields, [&](const auto& field) { return field.first == name; });
  return fields;
}

Fields transaction_of(std::string_view kind) {
  const auto found = transactions().find(wording_of(kind));
  return found == transactions().end() ? Fields{} : found->second;
}

Source source_of(std::string_view kind) {
  if (kind == "standard" || kind == "camt.054") return source_with("whsec_" + to_base64(raw_key));
  if (kind == "vietinbank") {
    static const std::string pem = rsa_pair().public_pem();
    return source_with(pem);
  }
  if (kind == "vietqr-vn" || kind == "mb") return source_with("user:pass:word");
  return source_with(secret);
}

Message with_headers(std::string_view kind, std::string body) {
  if (kind == "sepay") return sepay_signed(secret, std::move(body));
  if (kind == "sepay-ipn") return {{{"X-Secret-Key", secret}}, std::move(body)};
  if (kind == "casso-v1") return {{{"secure-token", secret}}, std::move(body)};
  if (kind == "pay2s")
    return {{{"Authorization", std::string("Bearer ") + secret}}, std::move(body)};
  if (kind == "tingee") return tingee_message(std::move(body));
  if (kind == "stripe") return stripe_message(std::move(body));
  if (kind == "rfc9421") return rfc9421_message(std::move(body));
  if (kind == "standard" || kind == "camt.054")
    return standard_signed(raw_key, "msg_1", std::move(body));
  if (kind == "vietqr-vn" || kind == "mb") {
    const Message login{{{"Authorization", "Basic " + to_base64("user:pass:word")}},
                        "{}",
                        "POST",
                        "/vq/api/token_generate"};
    const std::string token = send(kind, source_of(kind), login).token;
    return {{{"Authorization", "Bearer " + token}},
            std::move(body),
            "POST",
            "/vq/bank/api/transaction-sync"};
  }
  return {{}, std::move(body)};
}

Message signed_by(std::string_view kind, const Fields& transaction) {
  const std::string json = json_of(transaction);
  if (kind == "payos") return payos_message(transaction);
  if (kind == "casso-v2") return casso_v2_message(transaction);
  if (kind == "mb-mms") return mb_mms_message(transaction);
  if (kind == "bidv") return bidv_message(transaction);
  if (kind == "vietinbank") return vietinbank_message(transaction);
  if (kind == "casso-v1") return with_headers(kind, R"({"error":0,"data":[)" + json + "]}");
  if (kind == "pay2s") return with_headers(kind, R"({"transactions":[)" + json + "]}");
  if (kind == "sepay-ipn")
    return with_headers(kind, R"({"notification_type":"ORDER_PAID","order":)"
                              R"({"order_invoice_number":"VQ7K2M"},"transaction":)" +
                                  json + "}");
  if (kind == "standard")
    return with_headers(kind, R"({"type":"bank.credit","data":)" + json + "}");
  if (kind == "camt.054") return with_headers(kind, camt(camt_entry("85000", "CRDT")));
  return with_headers(kind, json);
}

Message sample(std::string_view kind) {
  return signed_by(kind, transaction_of(kind));
}

Verdict verdict_on(std::string_view kind, const Fields& transaction) {
  return send(kind, source_of(kind), signed_by(kind, transaction));
}

std::vector<std::string_view> signed_fields(std::string_view kind) {
  if (kind == "mb-mms") return {"traceTransfer", "billNumber", "payDate", "debitAmount"};
  if (kind == "bidv") return {"trans_id", "bill_id", "amount"};
  if (kind == "vietinbank")
    return {"transId", "transTime", "custCode", "amount", "bankTransId", "remark"};
  std::vector<std::string_view> names;
  if (kind != "payos" && kind != "casso-v2") return names;
  for (const auto& [name, value] : transactions().find(kind)->second) names.push_back(name);
  return names;
}

std::string camt(std::string_view entries) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>)"
         R"(<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08">)"
         "<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>M1</MsgId></GrpHdr><Ntfctn><Id>N1</Id>"
         "<Acct><Id><Othr><Id>0888000111</Id></Othr></Id></Acct>" +
         std::string(entries) + "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>";
}

std::string camt_entry(std::string_view amount, std::string_view direction, std::string_view status,
                       std::string_view inside) {
  return std::string("<Ntry><Amt Ccy=\"VND\">")
      .append(amount)
      .append("</Amt><CdtDbtInd>")
      .append(direction)
      .append("</CdtDbtInd><Sts><Cd>")
      .append(status)
      .append(
          "</Cd></Sts><BookgDt><DtTm>2026-11-24T06:50:55+07:00</DtTm></BookgDt>"
          "<AcctSvcrRef>FT1</AcctSvcrRef>")
      .append(inside)
      .append("</Ntry>");
}

}  // namespace chopay::bank::testing
