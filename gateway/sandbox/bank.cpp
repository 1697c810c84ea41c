#include "gateway/sandbox/bank.hpp"

#include <chrono>
#include <stdexcept>

#include "ledger/business_day.hpp"

namespace chopay::sandbox {
namespace {

using ledger::Dong;
using ledger::Instant;

constexpr Dong usual_difference{1'000};

/// A decimal number of at least `width` digits.
std::string padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

/// FT, the year and the day of the year, then the number: "FT26328" + "0000042", as MB and
/// Techcombank number transfers. Base 36, so that no two numbers share a reference.
std::string bank_reference(Instant instant, std::uint64_t number) {
  const auto date = ledger::business_day_of(instant).date();
  const auto year = std::chrono::year_month_day{date}.year();
  const auto new_year = std::chrono::sys_days{year / std::chrono::January / 1};
  std::string serial;
  for (; number != 0; number /= 36) {
    serial.insert(serial.begin(), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 36]);
  }
  if (serial.size() < 9) serial.insert(0, 9 - serial.size(), '0');
  return "FT" + padded(static_cast<int>(year) % 100, 2) + padded((date - new_year).count() + 1, 3) +
         serial;
}

Result<Dong> paid_amount(const SimulatedPayment& payment) {
  Dong paid = payment.amount;
  if (paid < ledger::transfer_min || paid > ledger::transfer_max) {
    return Error{Errc::amount_out_of_range};
  }
  if (payment.trouble == Trouble::over) paid += usual_difference;
  if (payment.trouble == Trouble::short_) {
    paid = paid > usual_difference ? paid - usual_difference : Dong{paid.count() / 2};
  }
  if (paid < ledger::transfer_min || paid > ledger::transfer_max) {
    return Error{Errc::amount_out_of_range, "what would be paid is " + to_string(paid)};
  }
  return paid;
}

/// How the aggregator calls the bank. Two rows of the directory may share a short name; then only
/// the BIN says which is meant.
std::string gateway_name(const qr::Bank& bank, const qr::BankDirectory& banks) {
  return banks.lookup(bank.short_name) == &bank ? bank.short_name : bank.bin;
}

}  // namespace

std::optional<Trouble> trouble_of(std::string_view name) {
  if (name == "exact") return Trouble::exact;
  if (name == "short") return Trouble::short_;
  if (name == "over") return Trouble::over;
  if (name == "twice") return Trouble::twice;
  return std::nullopt;
}

Result<Dong> amount_to_pay(const qr::Decoded& code, std::optional<Dong> given) {
  if (given) return *given;
  if (const auto asked = code.amount_dong()) return Dong{*asked};
  return Error{Errc::no_amount};
}

Result<std::vector<SignedNotice>> pay(const SimulatedPayment& payment, std::string_view secret,
                                      const qr::BankDirectory& banks) {
  if (payment.number == 0 || payment.number > payment_number_max) {
    throw std::invalid_argument("a payment's number is from 1 to 2^53 - 1");
  }
  const auto& code = payment.code;
  if (code.bin().empty() || code.account().empty()) return Error{Errc::not_vietqr};
  const qr::Bank* bank = banks.find(code.bin());
  if (bank == nullptr) return Error{Errc::unknown_bank, std::string(code.bin())};
  const auto amount = paid_amount(payment);
  if (!amount) return amount.error();
  const HeardTransfer transfer{
      payment.number,
      gateway_name(*bank, banks),
      std::string(code.account()),
      *amount,
      transfer_text(payment.note_as, {code.memo(), code.account(), payment.number}),
      bank_reference(payment.now, payment.number),
      payment.now};
  const auto notice = wire_notice(payment.provider, transfer, secret, payment.path, payment.now);
  return std::vector<SignedNotice>(payment.trouble == Trouble::twice ? 2 : 1, notice);
}

}  // namespace chopay::sandbox
