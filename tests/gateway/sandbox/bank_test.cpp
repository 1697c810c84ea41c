#include "gateway/sandbox/bank.hpp"

#include <catch2/catch.hpp>

#include <set>

#include "gateway/bank/adapter.hpp"
#include "gateway/bank/encoding.hpp"
#include "qr/decode.hpp"
#include "qr/vietqr.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using sandbox::SimulatedPayment;
using sandbox::Trouble;

namespace {

const std::string secret = "a secret of the sandbox";
const auto now = testing::market_morning();

qr::Decoded code(std::optional<std::int64_t> dong = 85'000, const std::string& bin = "970436") {
  qr::TransferCode transfer;
  transfer.bin = bin;
  transfer.account = "9901000000101";
  transfer.amount_dong = dong;
  transfer.memo = "JXF00000000 ca thu";
  return qr::decode(qr::encode(transfer, {.allow_unknown_bank = true}).value()).value();
}

bank::Verdict heard(const sandbox::SignedNotice& notice, ledger::Instant at,
                    const std::string& with_secret = secret) {
  bank::Source source;
  source.id = "sandbox";
  source.scheme = bank::Scheme::hmac;
  source.secrets.current = bank::Secret(with_secret);
  source.lookup = [](std::string_view name) {
    const auto* found = qr::BankDirectory::standard().lookup(name);
    return found ? found->bin : std::string();
  };
  http::Headers headers;
  for (const auto& [name, value] : notice.headers) headers.add(name, value);
  return bank::find_adapter("sepay")->verify_and_decode(
      {"POST", "/callbacks/sandbox", headers, notice.body}, source, at);
}

merchant::BankNotice only_notice(const bank::Verdict& verdict) {
  REQUIRE(verdict.action == bank::Action::credit);
  REQUIRE(verdict.notices.size() == 1);
  return verdict.notices.front();
}

SimulatedPayment payment(const qr::Decoded& of, Trouble trouble = Trouble::exact) {
  return {.code = of,
          .amount = ledger::Dong{85'000},
          .trouble = trouble,
          .note_as = sandbox::NoteStyle::plain,
          .now = now,
          .number = 4242};
}

std::int64_t paid(Trouble trouble, std::int64_t asked) {
  const auto of = code();
  auto with = payment(of, trouble);
  with.amount = ledger::Dong{asked};
  const auto notices = sandbox::pay(with, secret);
  return notices ? only_notice(heard(notices->front(), now)).amount.count() : -1;
}

}  // namespace

TEST_CASE("The SePay adapter accepts what the simulated bank sends, with every field right") {
  const auto of = code();
  const auto notices = sandbox::pay(payment(of), secret).value();
  REQUIRE(notices.size() == 1);
  const auto notice = only_notice(heard(notices[0], now));
  CHECK(notice.bank == "970436");
  CHECK(notice.account == "9901000000101");
  CHECK(notice.amount == ledger::Dong{85'000});
  CHECK(notice.direction == merchant::Direction::in);
  CHECK(notice.content == "JXF00000000 ca thu");
  CHECK(notice.bank_ref.starts_with("FT26328"));
  CHECK(notice.provider_id == "4242");
  CHECK(notice.day == ledger::business_day_of(now));
  CHECK(notice.occurred_at == std::chrono::floor<std::chrono::seconds>(now));
}

TEST_CASE("A notice of the simulated bank does not pass with another secret or another body") {
  const auto of = code();
  auto notice = sandbox::pay(payment(of), secret).value().front();
  CHECK(heard(notice, now, "another secret").action == bank::Action::reject_auth);
  notice.body[notice.body.find("85000")] = '9';
  CHECK(heard(notice, now).action == bank::Action::reject_auth);
}

TEST_CASE("Short is a thousand less or half, over a thousand more, never outside a transfer") {
  CHECK(paid(Trouble::short_, 85'000) == 84'000);
  CHECK(paid(Trouble::short_, 1'001) == 1);
  CHECK(paid(Trouble::short_, 1'000) == 500);
  CHECK(paid(Trouble::short_, 1) == -1);
  CHECK(paid(Trouble::over, 85'000) == 86'000);
  CHECK(paid(Trouble::over, 499'999'999) == -1);
  CHECK(paid(Trouble::exact, 499'999'999) == 499'999'999);
  CHECK(paid(Trouble::exact, 500'000'000) == -1);
  CHECK(paid(Trouble::exact, 0) == -1);
  CHECK(paid(Trouble::exact, -5) == -1);
}

TEST_CASE("Twice is the identical notice two times") {
  const auto of = code();
  const auto notices = sandbox::pay(payment(of, Trouble::twice), secret).value();
  REQUIRE(notices.size() == 2);
  CHECK(notices[0].body == notices[1].body);
  CHECK(notices[0].headers == notices[1].headers);
}

TEST_CASE("Payments of different numbers never share a bank reference") {
  const auto of = code();
  std::set<std::string> references;
  for (const std::uint64_t number : {std::uint64_t{1}, std::uint64_t{35}, std::uint64_t{36},
                                     std::uint64_t{1'000'000'001}, sandbox::payment_number_max}) {
    auto with = payment(of);
    with.number = number;
    references.insert(only_notice(heard(sandbox::pay(with, secret).value().front(), now)).bank_ref);
  }
  CHECK(references.size() == 5);
}

TEST_CASE("A payment shortly before midnight in Vietnam belongs to that day") {
  const auto of = code();
  auto with = payment(of);
  with.now = ledger::parse_instant("2026-12-31T16:59:59.999Z").value();
  const auto notice = only_notice(heard(sandbox::pay(with, secret).value()[0], with.now));
  CHECK(to_string(notice.day) == "2026-12-31");
  CHECK(notice.bank_ref.starts_with("FT26365"));
}

TEST_CASE("A code that names no bank, or a bank that nobody knows, is not paid") {
  const auto unknown = code(85'000, "999999");
  CHECK(sandbox::pay(payment(unknown), secret).error().code == sandbox::Errc::unknown_bank);
  const qr::Decoded nothing;
  CHECK(sandbox::pay(payment(nothing), secret).error().code == sandbox::Errc::not_vietqr);
}

TEST_CASE("Every bank of the directory is understood again by the name in its notice") {
  for (const auto& row : qr::BankDirectory::standard().all()) {
    INFO(row.bin << ' ' << row.short_name);
    const auto of = code(85'000, row.bin);
    const auto notice = only_notice(heard(sandbox::pay(payment(of), secret).value()[0], now));
    CHECK(notice.bank == row.bin);
  }
}

TEST_CASE("The payer's amount wins over the code's, and one of them must be there") {
  CHECK(sandbox::amount_to_pay(code(), std::nullopt).value() == ledger::Dong{85'000});
  CHECK(sandbox::amount_to_pay(code(), ledger::Dong{7}).value() == ledger::Dong{7});
  CHECK(sandbox::amount_to_pay(code(std::nullopt), ledger::Dong{7}).value() == ledger::Dong{7});
  CHECK(sandbox::amount_to_pay(code(std::nullopt), std::nullopt).error().code ==
        sandbox::Errc::no_amount);
}

TEST_CASE("What is paid is understood in every provider's format, with its sign and its troubles") {
  const auto of = code();
  for (const auto kind : sandbox::wire_kinds()) {
    INFO(kind);
    for (const auto style : {sandbox::NoteStyle::plain, sandbox::NoteStyle::mb}) {
      auto paid = payment(of, Trouble::twice);
      paid.note_as = style;
      paid.provider = kind;
      paid.path = "/callbacks/x";
      const auto notices = sandbox::pay(paid, secret).value();
      REQUIRE(notices.size() == 2);
      CHECK(notices[0].body == notices[1].body);
      bank::Source source;
      source.id = "x";
      source.bank = "970436";
      source.secrets.current = bank::Secret(sandbox::wire_secret(kind, secret));
      http::Headers headers;
      for (const auto& [name, value] : notices[0].headers) headers.add(name, value);
      const auto* adapter = bank::find_adapter(kind);
      if (!notices[0].login.empty()) {
        http::Headers login;
        login.add("Authorization", "Basic " + bank::to_base64(notices[0].login));
        const auto token = adapter->verify_and_decode(
            {"POST", "/callbacks/x/api/token_generate", login, "{}"}, source, now);
        REQUIRE(token.action == bank::Action::issue_token);
        headers.add("Authorization", "Bearer " + token.token);
      }
      const auto verdict = adapter->verify_and_decode(
          {"POST", "/callbacks/x" + notices[0].path, headers, notices[0].body}, source, now);
      INFO(verdict.why);
      const auto notice = only_notice(verdict);
      CHECK(notice.bank == "970436");
      CHECK(notice.account == "9901000000101");
      CHECK(notice.amount == ledger::Dong{85'000});
      CHECK(notice.content.find("JXF000") != std::string::npos);
      CHECK(notice.occurred_at == std::chrono::floor<std::chrono::seconds>(now));
      source.secrets.current = bank::Secret("another");
      CHECK(adapter
                ->verify_and_decode({"POST", "/callbacks/x", headers, notices[0].body}, source, now)
                .action == bank::Action::reject_auth);
    }
  }
}
