#include "gateway/pages/payee.hpp"

#include "qr/bank_directory.hpp"

namespace chopay::pages {

std::string bank_name(const merchant::PayeeAccount& account) {
  const auto* bank = qr::BankDirectory::standard().find(account.bank);
  return bank == nullptr ? account.bank : bank->short_name;
}

Markup sandbox_mark(bool sandbox) {
  if (!sandbox) return {};
  return Markup::trusted("<p class=\"sandbox\">Chợ thử – tiền không có thật</p>");
}

}  // namespace chopay::pages
