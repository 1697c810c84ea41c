// How long the receipt of a payment gets, by what its entry and its log are called.
#include <catch2/catch.hpp>

#include <algorithm>

#include "ledger/receipt.hpp"
#include "merchant/entry_data.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;

namespace {

/// What a credit's entry and its log are called.
struct Names {
  std::string host;
  std::string market;
  std::string stall;
  std::string account;
  std::string bank_ref;
  std::string source;
  std::string request;
};

/// A live market's, none of them short: a request with a token, a reference of 22 characters.
const Names usual{"pay.chohalong.vn",
                  "ha-long-1",
                  "A101",
                  "1017595600123",
                  "FT26328001234567890123",
                  "sepay-main",
                  "pr_" + std::string(22, 't')};
/// Each as long as it may be, but the host, of which a third of what DNS allows.
const Names longest{std::string(84, 'h'), std::string(32, 'm'), std::string(16, 'S'),
                    std::string(32, '9'), std::string(64, 'R'), std::string(32, 's'),
                    std::string(64, 'q')};

ledger::SealedEntry credit_of(const Names& names) {
  merchant::CreditData data;
  data.source = names.source;
  data.occurred_at = testing::market_morning();
  data.verdict = merchant::CreditVerdict::unmatched;
  data.reason = merchant::MatchReason::corrected_code;
  data.request = names.request;
  data.request_status = merchant::RequestStatus::part_refunded;
  data.reference = std::string(11, 'J');
  data.same_payer = true;
  auto draft = testing::credit_draft(names.market, names.stall, names.bank_ref, 999'000'000);
  draft.key->account = names.account;
  draft.postings.front().account = "bank/970436/" + names.account;
  draft.data = to_data(data);
  return ledger::seal(draft, ledger::Seq{10'000'000}, ledger::Hash{}, testing::market_morning());
}

/// The receipt in a log of so many entries, cosigned by so many witnesses.
ledger::Receipt receipt_of(const Names& names, std::uint64_t size, int witnesses) {
  const ledger::HashSource any = [](const ledger::Node&) { return ledger::Hash{}; };
  const ledger::ed25519::SigningKey key{ledger::ed25519::Seed{}};
  ledger::Receipt receipt;
  receipt.entry = credit_of(names).bytes;
  receipt.index = size / 2 - 1;
  receipt.path = ledger::inclusion_proof(receipt.index, size, any);
  const ledger::Checkpoint checkpoint{names.host + '/' + names.market, size, {}};
  receipt.checkpoint = ledger::parse_note(ledger::sign_checkpoint(checkpoint, key)).value();
  for (int i = 1; i <= witnesses; ++i) {
    receipt.checkpoint.signatures.push_back(ledger::cosign(
        receipt.checkpoint.text, "board.chohalong.vn/w" + std::to_string(i), key, {}));
  }
  return receipt;
}

}  // namespace

TEST_CASE("The receipt of a payment is at most 2 KB, with the witnesses that find room") {
  const int witnesses = GENERATE(0, 1, 2, 9);
  const auto [size, hashes, room] =
      GENERATE(table<std::uint64_t, std::size_t, int>({{10'000'000, 24, 0}, {100'000, 17, 2}}));
  auto receipt = receipt_of(usual, size, witnesses);
  CAPTURE(size, witnesses, receipt.entry.size(), receipt.print().size());
  REQUIRE(receipt.path.size() == hashes);
  const auto all = receipt.checkpoint.signatures;
  ledger::shorten_receipt(receipt);
  CHECK(receipt.print().size() <= ledger::short_receipt_bytes_max);
  const auto kept = static_cast<std::ptrdiff_t>(1 + std::min(room, witnesses));
  CHECK(receipt.checkpoint.signatures == std::vector(all.begin(), all.begin() + kept));
}

TEST_CASE("A receipt that is over 2 KB without any witness keeps them all") {
  auto receipt = receipt_of(longest, 10'000'000, 2);
  CAPTURE(receipt.entry.size(), receipt.print().size());
  REQUIRE(receipt.print().size() > ledger::short_receipt_bytes_max);
  ledger::shorten_receipt(receipt);
  CHECK(receipt.checkpoint.signatures.size() == 3);
  CHECK(receipt.print().size() <= 3'072);
}
