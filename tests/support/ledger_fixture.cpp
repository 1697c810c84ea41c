#include "tests/support/ledger_fixture.hpp"

#include <cstdlib>
#include <stdexcept>

namespace chopay::testing {

TemporaryDirectory::TemporaryDirectory() {
  auto pattern = (std::filesystem::temp_directory_path() / "chopay-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void RepeatableRandom::fill(std::span<std::uint8_t> bytes) {
  for (auto& byte : bytes) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    byte = static_cast<std::uint8_t>(state_ >> 56);
  }
}

ledger::Instant market_morning() {
  return ledger::parse_instant("2026-11-24T01:30:00.000Z").value();
}

ledger::Draft credit_draft(const std::string& market, const std::string& stall,
                           const std::string& reference, std::int64_t dong) {
  ledger::Draft draft;
  draft.market = ledger::MarketId::parse(market).value();
  draft.kind = ledger::Kind::credit;
  draft.day = ledger::business_day_of(market_morning());
  draft.stall = ledger::StallId::parse(stall).value();
  draft.key = ledger::CreditKey{draft.day, "970436", "1017595600", reference};
  draft.postings = {{"bank/970436/1017595600", ledger::Dong{dong}},
                    {"sales/" + stall, ledger::Dong{-dong}}};
  RepeatableRandom random;
  draft.private_part = ledger::make_private_part("payer " + reference, random);
  draft.data = R"({"verdict":"static"})";
  return draft;
}

}  // namespace chopay::testing
