#include "qr/transfer_note.hpp"

#include <catch2/catch.hpp>

using namespace chopay::qr;

TEST_CASE("Vietnamese text loses its marks and nothing else") {
  CHECK(fold_note("Mận Hà Nội 2kg") == "Man Ha Noi 2kg");
  CHECK(fold_note("Đường đi Đồng Đăng") == "Duong di Dong Dang");
  CHECK(fold_note("ĂÂĐÊÔƠƯ ăâđêôơư ẶẦỄỔỢỰỸ ặầễổợựỹ") == "AADEOOU aadeoou AAEOOUY aaeoouy");
}

TEST_CASE("Composed and decomposed text give the same note") {
  CHECK(fold_note("Ti\u1EC1n ch\u1EE3") == "Tien cho");
  CHECK(fold_note("Tie\u0302\u0300n cho\u031B\u0323") == "Tien cho");
}

TEST_CASE("Signs become single spaces, none at the ends") {
  CHECK(fold_note("  hoa đơn #12-7/A … (mới) ") == "hoa don 12 7 A moi");
  CHECK(fold_note("a\t\r\nb\u00A0c") == "a b c");
  CHECK(fold_note("🍜 phở 🍜") == "pho");
  CHECK(fold_note("最佳") == "");
  CHECK(fold_note("") == "");
}

TEST_CASE("Full-width digits become plain ones, broken bytes become spaces") {
  CHECK(fold_note("１２ kg") == "12 kg");
  CHECK(fold_note("a\xFF\xC3"
                  "b") == "a b");
}

TEST_CASE("The reference stands first and the note is never cut") {
  CHECK(reference_note("CP7K2M9Q", "Cá lóc 1kg").value() == "CP7K2M9Q Ca loc 1kg");
  CHECK(reference_note("CP7K2M9Q", "").value() == "CP7K2M9Q");
  CHECK(reference_note("CP7K2M9Q", "abcdefgh ijklmno").value().size() == 25);
  CHECK(reference_note("CP7K2M9Q", "abcdefgh ijklmnop").error().code == Errc::note_too_long);
  CHECK(reference_note("", "x").error().code == Errc::bad_reference);
  CHECK(reference_note("CP 7", "x").error().code == Errc::bad_reference);
}
