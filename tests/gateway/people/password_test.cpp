#include "gateway/people/password.hpp"

#include <catch2/catch.hpp>

#include "gateway/people/known_passwords.hpp"
#include "gateway/people/password_rules.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::people;

TEST_CASE("A password's hash is of that password and no other, with the costs in it") {
  testing::RepeatableRandom random;
  const auto hash = hash_password("biển xanh cát trắng", random);
  CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(password_fits("biển xanh cát trắng", hash));
  CHECK_FALSE(password_fits("biển xanh cát trăng", hash));
  CHECK_FALSE(password_fits("", hash));
  CHECK(hash_password("biển xanh cát trắng", random) != hash);
}

TEST_CASE("A password is the same on a keyboard that writes its marks apart") {
  testing::RepeatableRandom random;
  const auto hash = hash_password("m\u1ef1c m\u1ed9t n\u1eafng", random);
  CHECK(password_fits("mu\u031b\u0323c mo\u0323\u0302t na\u0306\u0301ng", hash));
  CHECK(password_fits("m\u01b0\u0323c m\u00f4\u0323t n\u0103\u0301ng", hash));
  CHECK_FALSE(password_fits("muc mot nang", hash));
  const auto raw = hash_password("\xff\xfe\xfd", random);
  CHECK(password_fits("\xff\xfe\xfd", raw));
}

TEST_CASE("Nothing fits a text that is no hash, nor the hash of nobody") {
  for (const auto* text : {"", "x", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$$"}) {
    CHECK_FALSE(password_fits("password", text));
  }
  CHECK_FALSE(password_fits("", nobodys_hash()));
  CHECK_FALSE(password_fits("password", nobodys_hash()));
  CHECK(nobodys_hash().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST_CASE("A password is refused for what everybody tries first, and for nothing else") {
  CHECK(weakness_of_password("ca thu nuong", "lan.bql") == Weakness::none);
  CHECK(weakness_of_password("mực một nắng", "lan.bql") == Weakness::none);
  CHECK(weakness_of_password("mực một nắ", "lan.bql") == Weakness::none);
  CHECK(weakness_of_password("mực một n", "lan.bql") == Weakness::too_short);
  CHECK(weakness_of_password("", "lan.bql") == Weakness::too_short);
  CHECK(weakness_of_password(std::string(password_bytes_max, 'a') + "b", "lan.bql") ==
        Weakness::too_long);
  CHECK(weakness_of_password("Lan.Bql.Cho", "lan.bql.cho") == Weakness::is_name);
  CHECK(weakness_of_password("lan.bql2026", "lan.bql") == Weakness::is_name);
  for (const auto* obvious :
       {"Matkhau123", "matkhau2026!", "password123", "1234567890", "0987654321", "0912345678",
        "aaaaaaaaaa", "ababababab", "abcdefghij", "Quangninh2026"}) {
    CHECK(weakness_of_password(obvious, "lan.bql") == Weakness::obvious);
  }
}

TEST_CASE("Each of the 20,000 most common passwords that are long enough is refused") {
  std::size_t count = 0;
  std::size_t taken = 0;
  std::string_view last;
  for (auto left = known_passwords(); !left.empty(); ++count) {
    const auto line = left.substr(0, left.find('\n'));
    left.remove_prefix(line.size() + 1);
    const bool sorted = last < line;
    if (!sorted || weakness_of_password(line, "lan.bql") != Weakness::obvious) ++taken;
    last = line;
  }
  CHECK(count == 20'000);
  CHECK(taken == 0);
  for (const auto* made_known : {"qwertyuiop", "Q1W2E3R4T5", "iloveyou12", "Liverpool123"}) {
    CHECK(weakness_of_password(made_known, "lan.bql") == Weakness::obvious);
  }
  for (const auto* other : {"", "\n", "qwertyuio", "qwertyuiop\nqwertyuiop1", "zzzzzzzzzz zzz"}) {
    CHECK_FALSE(is_known_password(other));
  }
}

TEST_CASE("Sixty-four characters are taken, of any kind and with no kind asked for") {
  const std::string phrase = "ba muoi con muc mot nang phoi tren gian truoc hien nha bac tu ha";
  CHECK(phrase.size() == 64);
  CHECK(weakness_of_password(phrase, "lan.bql") == Weakness::none);
  std::string marked;  // three bytes each
  for (int i = 0; i < 64; ++i) marked += i % 2 == 0 ? "ở" : "ẩ";
  CHECK(weakness_of_password(marked, "lan.bql") == Weakness::none);
}

TEST_CASE("A sign-in name is small plain letters, however it was typed") {
  for (const auto* good : {"lan", "lan.bql", "to-3_a", "0abc"}) CHECK(is_sign_in_name(good));
  for (const auto* bad : {"", "ab", "Lan", "lan bql", "lân", ".lan", "-lan", "lan/../x"}) {
    CHECK_FALSE(is_sign_in_name(bad));
  }
  CHECK_FALSE(is_sign_in_name(std::string(33, 'a')));
  CHECK(as_sign_in_name("  Lan.BQL ") == "lan.bql");
}

TEST_CASE("A PIN is four to eight digits, and not the one on every suitcase") {
  for (const auto* good : {"2580", "918273", "10293847"}) {
    CHECK(is_pin(good));
    CHECK_FALSE(is_obvious_pin(good));
  }
  for (const auto* bad : {"", "123", "123456789", "12a4", "12 4"}) CHECK_FALSE(is_pin(bad));
  for (const auto* bad : {"0000", "1234", "4321", "7890", "1212", "888888", "343434"}) {
    CHECK(is_obvious_pin(bad));
  }
}
