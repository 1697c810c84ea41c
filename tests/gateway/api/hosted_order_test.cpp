#include "gateway/api/hosted_order.hpp"

#include <catch2/catch.hpp>

#include "qr/decode.hpp"

using namespace chopay;
using namespace chopay::api;
using qr::CardTemplate;
using qr::Errc;
using qr::PictureForm;

namespace {

HostedOrder order() {
  return {"vietinbank", "113366668888", "QUY VAC XIN PHONG CHONG COVID", "79000",
          "Ung Ho Quy Vac Xin"};
}

Errc error_of(const HostedOrder& wrong) {
  const auto card = card_of(wrong);
  REQUIRE_FALSE(card.has_value());
  return card.error().code;
}

}  // namespace

TEST_CASE("A picture's name is taken apart as the hosted service does") {
  const auto name = parse_picture_name("vietinbank-113366668888-compact2.jpg");
  REQUIRE(name.has_value());
  CHECK(name->bank == "vietinbank");
  CHECK(name->account == "113366668888");
  CHECK(name->shape == CardTemplate::compact2);
  CHECK(name->form == PictureForm::jpeg);
  CHECK(parse_picture_name("970415-1-qr_only.svg")->form == PictureForm::svg);
  CHECK(parse_picture_name("Viet-Credit-99-print.png")->bank == "Viet-Credit");
}

TEST_CASE("A name with a part missing, or of an unknown template or form, is no picture") {
  for (const auto* name :
       {"", ".", "a", "970415-1-compact2", "970415-1-compact2.gif", "1-compact.png",
        "-1-compact.png", "970415-1-custom1.png", "970415-1-.png"}) {
    INFO(name);
    CHECK_FALSE(parse_picture_name(name).has_value());
  }
}

TEST_CASE("The hosted service's own example gives its own payload") {
  const auto card = card_of(order());
  REQUIRE(card.has_value());
  CHECK(card->payload ==
        "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA"
        "53037045405790005802VN62220818Ung Ho Quy Vac Xin63043ACF");
  CHECK(card->bank_name == "VietinBank");
  CHECK(card->memo == "Ung Ho Quy Vac Xin");
}

TEST_CASE("Banks go by BIN, code and name, and marks in the transfer text are taken off") {
  auto other = order();
  other.add_info = "Tiền chợ";
  for (const auto* bank : {"970415", "ICB", "VietinBank", "vietinbank"}) {
    other.bank = bank;
    CHECK(bin_of(other) == "970415");
    const auto card = card_of(other);
    REQUIRE(card.has_value());
    CHECK(qr::decode(card->payload).value().bin() == "970415");
    CHECK(card->memo == "Tien cho");
  }
}

TEST_CASE("Without an amount the payer types it") {
  auto open = order();
  open.amount = "";
  CHECK(qr::decode(card_of(open).value().payload).value().amount().empty());
}

TEST_CASE("What the hosted service would cut or let pass is refused") {
  auto wrong = order();
  wrong.bank = "no such bank";
  CHECK(error_of(wrong) == Errc::unknown_bank);
  wrong = order();
  for (const auto* amount :
       {"0", "-1", "50000.5", "50,000", "1e3", "500000000", "99999999999999999999"}) {
    wrong.amount = amount;
    INFO(amount);
    CHECK(error_of(wrong) == Errc::bad_amount);
  }
  wrong = order();
  wrong.add_info = std::string(26, 'a');
  CHECK(error_of(wrong) == Errc::field_too_long);
  wrong = order();
  wrong.account = "1133 6666";
  CHECK(error_of(wrong) == Errc::bad_account);
  wrong = order();
  wrong.account_name = "two\nlines";
  CHECK(error_of(wrong) == Errc::bad_text);
  wrong.account_name = std::string(201, 'A');
  CHECK(error_of(wrong) == Errc::bad_text);
}

TEST_CASE("The body of generate takes texts and numbers, and a default template") {
  const auto body = parse_generate_body(
      R"({"accountNo":113366668888,"accountName":"A","acqId":970415,"amount":79000,)"
      R"("addInfo":"x","format":"text","template":"print","unknown":[1]})");
  REQUIRE(body.has_value());
  CHECK(body->order.account == "113366668888");
  CHECK(body->order.bank == "970415");
  CHECK(body->order.amount == "79000");
  CHECK(body->shape == CardTemplate::print);
  const auto least = parse_generate_body(R"({"accountNo":"0113","acqId":"970415","amount":null})");
  REQUIRE(least.has_value());
  CHECK(least->order.account == "0113");
  CHECK(least->order.amount.empty());
  CHECK(least->shape == CardTemplate::compact);
}

TEST_CASE("A body of another form is refused with the field's name") {
  for (const auto* body : {"", "[]", "{", R"({"amount":79000.5})", R"({"accountNo":true})",
                           R"({"addInfo":{}})", R"({"template":"fancy"})"}) {
    INFO(body);
    const auto read = parse_generate_body(body);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == Errc::bad_text);
  }
}
