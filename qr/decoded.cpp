#include "qr/decoded.hpp"

#include <charconv>

#include "qr/emv_tlv.hpp"

namespace chopay::qr {
namespace {

constexpr std::size_t dong_digits_max = 12;

}  // namespace

std::string_view Decoded::additional(int id) const noexcept {
  return find_tlv(field(62), id);
}

std::string_view Decoded::language(int id) const noexcept {
  return find_tlv(field(64), id);
}

std::vector<MerchantAccount> Decoded::merchant_accounts() const {
  std::vector<MerchantAccount> accounts;
  for (int id = 2; id <= 51; ++id) {
    const std::string_view value = field(id);
    if (value.empty()) continue;
    const bool template_id = id >= 26;
    accounts.push_back({id, template_id ? find_tlv(value, 0) : std::string_view{}, value});
  }
  return accounts;
}

std::optional<std::int64_t> Decoded::amount_dong() const noexcept {
  if (currency() != "704") return std::nullopt;
  return parse_dong(amount());
}

std::optional<std::int64_t> parse_dong(std::string_view amount) noexcept {
  if (!amount.empty() && amount.back() == '.') amount.remove_suffix(1);
  if (amount.empty() || amount.size() > dong_digits_max) return std::nullopt;
  if (amount.front() == '-') return std::nullopt;
  std::int64_t dong = 0;
  const char* end = amount.data() + amount.size();
  const auto [stop, error] = std::from_chars(amount.data(), end, dong);
  if (error != std::errc{} || stop != end || dong == 0) return std::nullopt;
  return dong;
}

}  // namespace chopay::qr
