#include "gateway/bank/camt054.hpp"

#include "gateway/bank/bank_time.hpp"
#include "gateway/bank/error.hpp"
#include "gateway/bank/fields.hpp"
#include "gateway/bank/standard.hpp"
#include "gateway/bank/verdict.hpp"
#include "merchant/statement/xml_document.hpp"

namespace chopay::bank {
namespace {

using ledger::Error;
using ledger::Result;
using merchant::BankNotice;
using merchant::statement::XmlDocument;
using merchant::statement::XmlElement;

constexpr std::size_t message_bytes_max = 64 * 1024;

/// What the entries of a message come to.
struct Reading {
  std::vector<BankNotice> notices;
  std::vector<BankNotice> samples;   ///< pending, or in another currency
  std::vector<BankNotice> doubtful;  ///< of entries that a person must look at
  std::string doubt;                 ///< why; empty when nobody must
  std::optional<Error> unreadable;   ///< what is wrong with the first entry that cannot be read
};

Result<ledger::Dong> read_amount(const XmlElement& parent) {
  const std::string text = parent.text_at("Amt");
  const bool decimal = !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos;
  const auto value = decimal ? whole_number(text) : std::nullopt;
  if (!value || *value <= 0) return Error(Errc::bad_amount, "Amt");
  return ledger::Dong{*value};
}

/// BookgDt as a time, or as a day at midnight.
std::optional<ledger::Instant> read_booking_time(const XmlElement& entry) {
  const std::string time = entry.text_at("BookgDt/DtTm");
  return time.empty() ? read_local_time(entry.text_at("BookgDt/Dt")) : read_rfc3339_time(time);
}

std::string remittance_text(const XmlElement& details) {
  std::string text;
  if (const auto info = details.find("RmtInf")) {
    for (const XmlElement& line : info->children("Ustrd")) text += line.text();
  }
  return clean_text(text, content_bytes_max);
}

/// The notice of the account: what all its entries share.
Result<BankNotice> read_account(const XmlElement& notification, const Source& source) {
  BankNotice notice = notice_of(source);
  std::string account = notification.text_at("Acct/Id/Othr/Id");
  if (account.empty()) account = notification.text_at("Acct/Id/IBAN");
  if (account.empty()) return Error(Errc::missing_field, "Acct");
  if (!is_plain(account, account_bytes_max)) return Error(Errc::too_long, "Acct");
  notice.account = std::move(account);
  set_bank(notice, source, notification.text_at("Acct/Svcr/FinInstnId/BICFI"));
  return notice;
}

Result<BankNotice> read_entry(const XmlElement& entry, BankNotice notice) {
  notice.bank_ref = entry.text_at("AcctSvcrRef");
  if (notice.bank_ref.empty()) return Error(Errc::missing_field, "AcctSvcrRef");
  if (!is_plain(notice.bank_ref, reference_bytes_max)) return Error(Errc::too_long, "AcctSvcrRef");
  const auto amount = read_amount(entry);
  if (!amount) return amount.error();
  notice.amount = *amount;
  const auto booked = read_booking_time(entry);
  if (!booked) return Error(Errc::bad_time, "BookgDt");
  set_time(notice, *booked);
  const std::string direction = entry.text_at("CdtDbtInd");
  if (direction != "CRDT" && direction != "DBIT") return Error(Errc::missing_field, "CdtDbtInd");
  notice.direction = direction == "CRDT" ? merchant::Direction::in : merchant::Direction::out;
  const std::string reversal = entry.text_at("RvslInd");
  notice.reversal = reversal == "true" || reversal == "1";
  return notice;
}

void read_parties(const XmlElement& details, BankNotice& notice) {
  notice.content = remittance_text(details);
  std::string name = details.text_at("RltdPties/Dbtr/Pty/Nm");
  if (name.empty()) name = details.text_at("RltdPties/Dbtr/Nm");
  notice.payer_name = clean_text(name, payer_bytes_max);
  notice.payer_account =
      clean_text(details.text_at("RltdPties/DbtrAcct/Id/Othr/Id"), payer_bytes_max);
}

/// The notices of a batch entry, one for each of its details.
Result<std::vector<BankNotice>> split_batch(const std::vector<XmlElement>& details,
                                            const BankNotice& entry) {
  std::vector<BankNotice> parts;
  for (const XmlElement& detail : details) {
    BankNotice part = entry;
    const auto amount = read_amount(detail);
    if (!amount) return amount.error();
    part.amount = *amount;
    const std::string own = detail.text_at("Refs/AcctSvcrRef");
    part.bank_ref = own.empty() || own == entry.bank_ref
                        ? entry.bank_ref + "/" + std::to_string(parts.size() + 1)
                        : own;
    if (!is_plain(part.bank_ref, reference_bytes_max)) return Error(Errc::too_long, "AcctSvcrRef");
    part.provider_id = part.bank_ref;
    read_parties(detail, part);
    parts.push_back(std::move(part));
  }
  return parts;
}

bool adds_up(const std::vector<BankNotice>& parts, ledger::Dong whole) {
  ledger::Dong rest = whole;
  for (const BankNotice& part : parts) {
    if (part.amount > rest) return false;
    rest -= part.amount;
  }
  return rest.is_zero();
}

Result<std::vector<BankNotice>> read_details(const XmlElement& entry, BankNotice notice,
                                             std::string& doubt) {
  std::vector<XmlElement> details;
  for (const XmlElement& group : entry.children("NtryDtls")) {
    for (const XmlElement& detail : group.children("TxDtls")) details.push_back(detail);
  }
  if (details.size() > 1) {
    auto parts = split_batch(details, notice);
    if (parts && !adds_up(*parts, notice.amount))
      doubt = "the details of an entry do not add up to its amount";
    return parts;
  }
  notice.provider_id = notice.bank_ref;
  if (!details.empty()) read_parties(details.front(), notice);
  return std::vector<BankNotice>{std::move(notice)};
}

/// Whether the entry is money in đồng that has been booked.
bool is_booked_dong(const XmlElement& entry) {
  std::string status = entry.text_at("Sts/Cd");
  if (status.empty()) status = entry.text_at("Sts");
  const auto amount = entry.find("Amt");
  return status == "BOOK" && amount && amount->attribute("Ccy") == "VND";
}

/// Adds one entry to the reading. What is wrong with it holds back no other.
void add_entry(const XmlElement& entry, const BankNotice& account, Reading& reading) {
  const auto refuse = [&](const Error& error) {
    if (!reading.unreadable) reading.unreadable = error;
  };
  auto notice = read_entry(entry, account);
  if (!notice) return refuse(notice.error());
  std::string doubt = notice->reversal ? "an entry takes an earlier one back" : "";
  auto parts = read_details(entry, std::move(*notice), doubt);
  if (!parts) return refuse(parts.error());
  const bool counts = is_booked_dong(entry);
  auto& list = !counts ? reading.samples : doubt.empty() ? reading.notices : reading.doubtful;
  for (BankNotice& part : *parts) list.push_back(std::move(part));
  if (counts && !doubt.empty()) reading.doubt = std::move(doubt);
}

Verdict conclude(Reading reading) {
  const bool some_good = !reading.notices.empty();
  if (reading.unreadable && !some_good) return reject_malformed(*reading.unreadable);
  if (some_good) {
    Verdict verdict = accept(std::move(reading.notices));
    verdict.doubt = std::move(reading.doubt);
    if (reading.unreadable)
      verdict.doubt = "an entry of the message: " + reading.unreadable->message();
    return verdict;
  }
  if (!reading.doubtful.empty()) return review(reading.doubt, std::move(reading.doubtful));
  if (!reading.samples.empty())
    return ignore_failed("no entry is booked in VND", std::move(reading.samples));
  return accept(std::move(reading.notices));
}

Verdict decode_camt054(std::string_view body, const Source& source) {
  XmlDocument document;
  const auto root = document.parse(body, message_bytes_max);
  if (!root) return reject_malformed(root.error());
  const auto message = root->find("BkToCstmrDbtCdtNtfctn");
  if (!message) return reject_malformed(Error(Errc::bad_xml, "BkToCstmrDbtCdtNtfctn"));
  Reading reading;
  for (const XmlElement& notification : message->children("Ntfctn")) {
    const auto account = read_account(notification, source);
    if (!account) return reject_malformed(account.error());
    for (const XmlElement& entry : notification.children("Ntry")) {
      add_entry(entry, *account, reading);
    }
  }
  return conclude(std::move(reading));
}

}  // namespace

Verdict camt054_verdict(const Callback& callback, const Source& source, ledger::Instant now) {
  const bool by_certificate = source.client_certificate && source.secrets.current.empty() &&
                              source.secrets.previous.empty();
  if (!by_certificate) {
    if (auto refused = refuse_standard(callback, source, now)) return std::move(*refused);
  }
  return decode_camt054(callback.body, source);
}

}  // namespace chopay::bank
