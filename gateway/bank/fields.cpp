#include "gateway/bank/fields.hpp"

#include <algorithm>

#include "gateway/bank/encoding.hpp"
#include "gateway/bank/error.hpp"
#include "ledger/business_day.hpp"

namespace chopay::bank {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

}  // namespace

Fields::Fields(JsonValue object) : object_(object) {
  if (!object.is(JsonKind::object)) fail(Errc::wrong_type);
}

std::optional<JsonValue> Fields::find(std::string_view name) const {
  if (error_) return std::nullopt;
  const auto value = object_.find(name);
  if (!value || value->is(JsonKind::null)) return std::nullopt;
  return value;
}

void Fields::fail(const ledger::Error& error) {
  if (!error_) error_ = error;
}

std::string_view Fields::optional_text(std::string_view name, std::size_t bytes_max) {
  const auto value = find(name);
  if (!value) return {};
  if (!value->is(JsonKind::string)) {
    fail({Errc::wrong_type, std::string(name)});
    return {};
  }
  if (!is_plain(value->text(), bytes_max)) {
    fail({Errc::too_long, std::string(name)});
    return {};
  }
  return value->text();
}

std::string_view Fields::text(std::string_view name, std::size_t bytes_max) {
  const std::string_view value = optional_text(name, bytes_max);
  if (value.empty()) fail({Errc::missing_field, std::string(name)});
  return value;
}

std::string_view Fields::id(std::string_view name, std::size_t bytes_max) {
  const auto value = find(name);
  if (!value || !value->is(JsonKind::number)) return text(name, bytes_max);
  if (!is_plain(value->text(), bytes_max) || !whole_number(value->text())) {
    fail({Errc::wrong_type, std::string(name)});
    return {};
  }
  return value->text();
}

std::string Fields::free_text(std::string_view name, std::size_t bytes_max) {
  const auto value = find(name);
  if (!value) return {};
  if (!value->is(JsonKind::string)) {
    fail({Errc::wrong_type, std::string(name)});
    return {};
  }
  return clean_text(value->text(), bytes_max);
}

std::int64_t Fields::integer(std::string_view name) {
  const auto value = find(name);
  if (!value) {
    fail({Errc::missing_field, std::string(name)});
    return 0;
  }
  const auto number =
      value->is(JsonKind::number) ? whole_number(value->text()) : std::optional<std::int64_t>{};
  if (!number) fail({Errc::wrong_type, std::string(name)});
  return number.value_or(0);
}

ledger::Dong Fields::checked_amount(std::string_view name, std::optional<std::int64_t> value,
                                    bool negative_too) {
  // The smallest int64 has no positive twin, so it is not an amount either way.
  const bool good = value && *value != 0 && *value != std::numeric_limits<std::int64_t>::min() &&
                    (negative_too || *value > 0);
  if (!good) {
    fail({Errc::bad_amount, std::string(name)});
    return {};
  }
  return ledger::Dong{*value};
}

ledger::Dong Fields::amount(std::string_view name) {
  const auto value = find(name);
  const bool number = value && value->is(JsonKind::number);
  return checked_amount(name, number ? whole_number(value->text()) : std::nullopt, false);
}

ledger::Dong Fields::signed_amount(std::string_view name) {
  const auto value = find(name);
  const bool number = value && value->is(JsonKind::number);
  return checked_amount(name, number ? whole_number(value->text()) : std::nullopt, true);
}

ledger::Dong Fields::amount_text(std::string_view name) {
  const std::string_view value = text(name, amount_bytes_max);
  if (!ok()) return {};
  const bool decimal = value.find_first_not_of("0123456789.") == std::string_view::npos;
  return checked_amount(name, decimal ? whole_number(value) : std::nullopt, false);
}

ledger::Instant Fields::time(std::string_view name, TimeReader read) {
  const std::string_view value = id(name, time_bytes_max);
  if (!ok()) return {};
  const auto instant = read(value);
  if (!instant) fail({Errc::bad_time, std::string(name)});
  return instant.value_or(ledger::Instant{});
}

Fields Fields::object(std::string_view name) {
  const auto value = find(name);
  if (!value) fail({Errc::missing_field, std::string(name)});
  if (value && !value->is(JsonKind::object)) fail({Errc::wrong_type, std::string(name)});
  Fields inner(value && ok() ? *value : object_);
  if (!ok()) inner.fail(error());
  return inner;
}

bool is_plain(std::string_view text, std::size_t bytes_max) {
  return text.size() <= bytes_max && std::ranges::none_of(text, is_control);
}

std::string clean_text(std::string_view text, std::size_t bytes_max) {
  std::string clean{cut_utf8(text, bytes_max)};
  std::ranges::replace_if(clean, is_control, ' ');
  return clean;
}

merchant::BankNotice notice_of(const Source& source) {
  merchant::BankNotice notice;
  notice.source = source.id;
  notice.bank = source.bank;
  notice.account = source.account;
  return notice;
}

void set_time(merchant::BankNotice& notice, ledger::Instant instant) {
  notice.occurred_at = instant;
  notice.day = ledger::business_day_of(instant);
}

void set_signed_amount(merchant::BankNotice& notice, ledger::Dong amount) {
  const bool out = amount < ledger::Dong{0};
  notice.direction = out ? merchant::Direction::out : merchant::Direction::in;
  notice.amount = out ? -amount : amount;
}

void set_bank(merchant::BankNotice& notice, const Source& source, std::string_view name) {
  if (name.empty() || !source.lookup) return;
  if (std::string bin = source.lookup(name); !bin.empty()) notice.bank = std::move(bin);
}

}  // namespace chopay::bank
