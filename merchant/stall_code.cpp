#include "merchant/stall_code.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "merchant/vietnamese.hpp"
#include "merchant/vietnamese_order.hpp"
#include "qr/bank_directory.hpp"
#include "qr/transfer_note.hpp"
#include "qr/vietqr.hpp"

namespace chopay::merchant {
namespace {

std::string bank_name(const PayeeAccount& account) {
  const auto* bank = qr::BankDirectory::standard().find(account.bank);
  return bank ? bank->short_name : account.bank;
}

constexpr int sticker_issue_max = 999'999;

}  // namespace

std::optional<StickerName> StickerName::parse(std::string_view text) {
  if (text.size() < ReferenceCode::size + 2 || text[ReferenceCode::size] != '-') return {};
  const auto memo = parse_reference(text.substr(0, ReferenceCode::size));
  const auto digits = text.substr(ReferenceCode::size + 1);
  int issue = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), issue);
  const bool whole = read.ec == std::errc{} && read.ptr == digits.data() + digits.size();
  if (!memo || !whole || digits[0] == '0' || issue < 1 || issue > sticker_issue_max) return {};
  return StickerName{*memo, issue};
}

std::string StickerName::text() const {
  return std::string{memo.text()} + '-' + std::to_string(issue);
}

std::string static_memo(const Stall& stall) {
  if (auto memo = qr::reference_note(stall.memo.text(), stall.id.text())) return *memo;
  return std::string{stall.memo.text()};
}

std::string payload_into(const Stall& stall, const PayeeAccount& account) {
  qr::TransferCode code;
  code.bin = account.bank;
  code.account = account.number;
  code.memo = static_memo(stall);
  // The registry was checked when it was written; a bank may be newer than our list of banks.
  return qr::encode(code, {.allow_unknown_bank = true}).value();
}

std::string static_payload(const Stall& stall) {
  return payload_into(stall, stall.account);
}

qr::IssuedCodes issued_codes(std::shared_ptr<const Registry> registry) {
  return [registry = std::move(registry)](std::string_view bin, std::string_view account) {
    const PayeeAccount asked{std::string{bin}, std::string{account}};
    std::vector<qr::IssuedCode> codes;
    for (const auto& [id, stall] : registry->stalls) {
      if (!stall.has_had(asked)) continue;
      const bool current = stall.receives(asked);
      codes.push_back({id.text(), current ? payload_into(stall, asked) : std::string{}, current});
    }
    return codes;
  };
}

qr::Sticker sticker_of(const Registry& registry, const Stall& stall, const PrintRun& run) {
  const auto* zone = registry.zone(stall.zone);
  qr::Sticker sticker;
  sticker.market = registry.name;
  sticker.zone = zone ? zone->name : std::string{};
  sticker.stall_number = stall.id.text();
  sticker.account_holder = stall.holder;
  sticker.bank_name = bank_name(stall.account);
  sticker.account = stall.account.number;
  sticker.memo = static_memo(stall);
  sticker.issue = "Tem số " + std::to_string(stall.issue) + ", " + format_day(run.day);
  sticker.verify_address = run.verify_address + '/' + StickerName{stall.memo, stall.issue}.text();
  sticker.payload = static_payload(stall);
  return sticker;
}

std::vector<qr::Sticker> stickers_of(const Registry& registry, std::string_view zone,
                                     const PrintRun& run) {
  std::vector<qr::Sticker> stickers;
  for (const auto& one : registry.zones) {
    if (!zone.empty() && one.id != zone) continue;
    std::vector<const Stall*> stalls;
    for (const auto& [id, stall] : registry.stalls) {
      if (stall.zone == one.id) stalls.push_back(&stall);
    }
    std::ranges::sort(stalls, [](const Stall* a, const Stall* b) {
      return compare_stall_codes(a->id.text(), b->id.text()) < 0;
    });
    for (const auto* stall : stalls) stickers.push_back(sticker_of(registry, *stall, run));
  }
  return stickers;
}

}  // namespace chopay::merchant
