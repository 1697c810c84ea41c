#include "gateway/pages/audit.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace chopay::pages;
using sample::contains;

TEST_CASE("An entry is told by what happened, when, and how much; accounts stand in no list") {
  const auto page = audit_page(sample::audit_look()).body;
  CHECK(contains(page, "Tiền vào"));
  CHECK(contains(page, "85.000\u00a0₫"));
  CHECK(contains(page, "24/11/2026 14:06:00"));
  CHECK_FALSE(contains(page, "9903000000112"));
}

TEST_CASE("Of an entry that may not be seen its place and hash stand alone") {
  auto look = sample::audit_look();
  look.rows.resize(1);
  const auto page = audit_page(look).body;
  CHECK(contains(page, "data-seq=\"3\""));
  CHECK(contains(page, "data-shown=\"no\""));
  CHECK(contains(page, "Không được xem"));
  CHECK_FALSE(contains(page, "85.000"));
  CHECK_FALSE(contains(page, "24/11/2026 14:06"));
}

TEST_CASE("A log that no witness has signed says so, and one that nobody has signed too") {
  auto look = sample::audit_look();
  CHECK(contains(audit_page(look).body, "1 bên đã ký"));
  look.cosigned.reset();
  look.witnesses.clear();
  CHECK(contains(audit_page(look).body, "Chỉ máy chủ này ký"));
  look.checkpoint.reset();
  CHECK(contains(audit_page(look).body, "chưa được ký"));
}

TEST_CASE("Older entries are one link away until the first") {
  auto look = sample::audit_look();
  CHECK_FALSE(contains(audit_page(look).body, "?before="));
  look.rows.pop_back();
  CHECK(contains(audit_page(look).body, "/board/audit?before=2"));
  CHECK_FALSE(contains(audit_page(look).body, "Mới nhất</a>"));
  look.newest = false;
  CHECK(contains(audit_page(look).body, "Mới nhất</a>"));
}
