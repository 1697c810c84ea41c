#include "gateway/pages/payee.hpp"

#include "qr/bank_directory.hpp"

namespace chopay::pages {

std::string bank_name(const merchant::PayeeAccount& account) {
  const auto* bank = qr::BankDirectory::standard().find(account.bank);
  return bank == nullptr ? account.bank : bank->short_name;
}

std::string account_words(const merchant::PayeeAccount& account) {
  return bank_name(account) + ' ' + merchant::masked(account);
}

Markup sandbox_mark(bool sandbox) {
  if (!sandbox) return {};
  return Markup::trusted(
      "<aside class=\"sandbox\" aria-label=\"[[Chợ thử]]\"><p>[[Chợ thử – tiền không có "
      "thật]]</p></aside>");
}

}  // namespace chopay::pages
