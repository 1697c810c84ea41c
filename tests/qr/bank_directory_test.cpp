#include "qr/bank_directory.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace chopay::qr;

namespace {

std::string bin_of(std::string_view text) {
  const Bank* bank = BankDirectory::standard().lookup(text);
  return bank ? bank->bin : "none";
}

}  // namespace

TEST_CASE("81 institutions are known by their BIN") {
  const BankDirectory& banks = BankDirectory::standard();
  CHECK(banks.all().size() == 81);
  for (const Bank& bank : banks.all()) {
    CHECK(banks.find(bank.bin) == &bank);
    CHECK_FALSE(bank.short_name.empty());
    CHECK_FALSE(bank.name.empty());
  }
  CHECK(banks.find("970436")->name == "Ngân hàng TMCP Ngoại Thương Việt Nam");
  CHECK(banks.find("970436")->transfer_supported == true);
  CHECK(banks.find("000000") == nullptr);
  CHECK(banks.find("97043") == nullptr);
  CHECK(banks.find("97043x") == nullptr);
}

TEST_CASE("A bank is found by what people call it, without marks and case") {
  CHECK(bin_of("Vietcombank") == "970436");
  CHECK(bin_of("VCB") == "970436");
  CHECK(bin_of("vcb") == "970436");
  CHECK(bin_of("970436") == "970436");
  CHECK(bin_of("ngan hang ngoai thuong") == "970436");
  CHECK(bin_of("Ngân hàng TMCP Ngoại thương Việt Nam") == "970436");
  CHECK(bin_of("MBBank") == "970422");
  CHECK(bin_of("mb bank") == "970422");
  CHECK(bin_of("quân đội") == "970422");
  CHECK(bin_of("Ngân hàng Á Châu") == "970416");
  CHECK(bin_of("Sài Gòn Thương Tín") == "970403");
  CHECK(bin_of("Công thương") == "970415");
  CHECK(bin_of("momo") == "971025");
  CHECK(bin_of("CTG") == "970415");
}

TEST_CASE("A code that two lists use differently means the bank whose code it is") {
  CHECK(bin_of("BVB") == "970438");
  CHECK(bin_of("VietCapitalBank") == "970454");
  CHECK(bin_of("BVBank") == "970454");
  CHECK(bin_of("CIMB") == "422589");
}

TEST_CASE("A text that fits several banks or none finds none") {
  CHECK(bin_of("Phát triển") == "none");
  CHECK(bin_of("ngân hàng") == "none");
  CHECK(bin_of("Việt Nam") == "none");
  CHECK(bin_of("") == "none");
  CHECK(bin_of("???") == "none");
  CHECK(bin_of("Ngân hàng Sao Hỏa") == "none");
}

TEST_CASE("A broken list is refused as a whole") {
  const auto refused = [](const char* json) {
    const auto made = BankDirectory::parse(json);
    return made.has_error() && made.error().code == Errc::bad_directory;
  };
  CHECK(refused(""));
  CHECK(refused("{}"));
  CHECK(refused("[1]"));
  CHECK(refused(R"([{"bin":"97043","code":"A"}])"));
  CHECK(refused(R"([{"bin":"970436"}])"));
  CHECK(refused(R"([{"bin":"970436","code":"A"},{"bin":"970436","code":"B"}])"));
  CHECK(BankDirectory::parse(R"([{"bin":"970436","code":"A"}])").has_value());
}
