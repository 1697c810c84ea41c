#include "gateway/api/payer_bank.hpp"

#include "gateway/api/evidence.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::api {

boost::json::value payer_bank_json(ledger::Reader& reader, const ledger::MarketId& market,
                                   ledger::Seq seq) {
  constexpr std::size_t bytes_max = 40;
  const auto named = read_evidence(reader, market, seq).payer_bank;
  if (named.empty()) return nullptr;
  if (const auto* bank = qr::BankDirectory::standard().lookup(named)) {
    return boost::json::value(bank->short_name);
  }
  if (named.size() > bytes_max) return nullptr;
  return boost::json::value(named);
}

}  // namespace chopay::api
