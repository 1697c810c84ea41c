#include "gateway/payos/transaction.hpp"

#include <boost/json.hpp>

#include "gateway/bank/bank_time.hpp"
#include "merchant/entry_data.hpp"

namespace chopay::payos {
namespace {

/// "2026-11-24 14:05:09".
constexpr std::size_t seconds_length = 19;
constexpr std::size_t date_length = 10;

/// Only letters and digits, dots and the like that all libraries write alike.
std::string plain(std::string text) {
  for (auto& c : text) {
    const bool differs = c == '/' || c == '<' || c == '>' || c == '&' || c == '"' || c == '\\';
    if (differs || static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) {
      c = ' ';
    }
  }
  return text;
}

}  // namespace

std::string Transaction::local_time() const {
  auto text = bank::format_vietnam_time(occurred_at);
  text.resize(seconds_length);
  text[date_length] = ' ';
  return text;
}

boost::json::object Transaction::to_json() const {
  return {{"reference", plain(reference)},
          {"amount", amount.count()},
          {"accountNumber", plain(account)},
          {"description", plain(memo)},
          {"transactionDateTime", bank::format_vietnam_time(occurred_at)},
          {"virtualAccountName", nullptr},
          {"virtualAccountNumber", nullptr},
          {"counterAccountBankId", nullptr},
          {"counterAccountBankName", nullptr},
          {"counterAccountName", nullptr},
          {"counterAccountNumber", nullptr}};
}

Transaction read_transaction(ledger::Reader& reader, const merchant::MarketId& market,
                             const OrderCredit& credit) {
  Transaction transaction;
  transaction.amount = credit.amount;
  const auto before = ledger::Seq{ledger::number(credit.seq) - 1};
  reader.read(market, before, 1, [&](const ledger::StoredEntry& stored) {
    const auto entry = ledger::decode(stored.bytes).value();
    const auto data = merchant::read_credit(entry);
    if (entry.key) {
      transaction.account = entry.key->account;
      transaction.reference = entry.key->reference;
    }
    transaction.memo = data.reference;
    transaction.occurred_at = data.occurred_at;
    return false;
  });
  return transaction;
}

}  // namespace chopay::payos
