#include "qr/bank_apps.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "qr/bank_directory.hpp"

using namespace chopay::qr;

TEST_CASE("Apps that fill the form in come first, and every app's bank is known") {
  const auto& apps = bank_apps();
  REQUIRE(apps.size() > 30);
  CHECK(std::is_partitioned(apps.begin(), apps.end(), [](const BankApp& a) { return a.autofill; }));
  CHECK(apps.front().autofill);
  CHECK_FALSE(apps.back().autofill);
  for (const BankApp& app : apps) {
    INFO(app.app_id);
    CHECK((app.bank_bin.empty() || BankDirectory::standard().find(app.bank_bin) != nullptr));
  }
}

TEST_CASE("A link names the payer's app, the payee's account and bank, amount and memo") {
  const BankApp app{"mb", "MB Bank", "970422", true};
  const LinkTarget target{
      "VCB", "0071000123456", 85'000, "CP7K2M9Q Ca loc", "Cô Bảy", "https://cho.example/p/7?x=1"};
  CHECK(bank_app_link(app, target).value() ==
        "https://dl.vietqr.io/pay?app=mb&ba=0071000123456@vcb&am=85000&tn=CP7K2M9Q%20Ca%20loc"
        "&bn=C%C3%B4%20B%E1%BA%A3y&url=https%3A%2F%2Fcho.example%2Fp%2F7%3Fx%3D1");
  CHECK(bank_app_link(app, {"VCB", "0071000123456", {}, "", "", ""}).value() ==
        "https://dl.vietqr.io/pay?app=mb&ba=0071000123456@vcb");
}

TEST_CASE("A link with a memo or a return address that no app would take is not made") {
  const BankApp app{"mb", "MB Bank", "970422", true};
  CHECK(bank_app_link(app, {"VCB", "1", {}, "a&b", "", ""}).error().code == Errc::bad_text);
  CHECK(bank_app_link(app, {"VCB", "1", {}, "", "", "/p/7"}).error().code == Errc::bad_text);
  CHECK(bank_app_link(app, {"VCB", "1", {}, "", "", "javascript:x"}).error().code ==
        Errc::bad_text);
}
