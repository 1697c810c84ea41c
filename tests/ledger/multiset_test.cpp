// Two lists hold the same members, whatever their order: what verify trusts instead of sorting.
#include "ledger/multiset.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <span>
#include <string>
#include <vector>

using namespace chopay::ledger;

namespace {

class MultisetOf {
 public:
  MultisetFingerprint operator()(const std::vector<std::string>& members) const {
    MultisetFingerprint fingerprint{points_};
    for (const auto& member : members) fingerprint.add(member);
    return fingerprint;
  }

 private:
  mutable SystemRandom random_;
  FingerprintPoints points_ = FingerprintPoints::draw(random_);
};

}  // namespace

TEST_CASE("A multiset has one fingerprint in every order") {
  const MultisetOf of;
  std::vector<std::string> members;
  for (int i = 0; i < 500; ++i) members.push_back("key " + std::to_string(i % 300));
  const auto in_order = of(members);
  std::mt19937 random{20261124};
  std::ranges::shuffle(members, random);
  CHECK(of(members).same_as(in_order));
  CHECK(in_order.count() == 500);
}

TEST_CASE("A member that is missing, doubled or changed changes the fingerprint") {
  const MultisetOf of;
  const auto whole = of({"a", "b", "b", "c"});
  CHECK_FALSE(of({"a", "b", "c"}).same_as(whole));
  CHECK_FALSE(of({"a", "b", "c", "c"}).same_as(whole));
  CHECK_FALSE(of({"a", "b", "b", "d"}).same_as(whole));
  CHECK(of({"c", "b", "a", "b"}).same_as(whole));
}

TEST_CASE("Parts that two members exchange change the fingerprint") {
  const MultisetOf of;
  CHECK_FALSE(of({"FT0001 seq 1", "FT0002 seq 2"}).same_as(of({"FT0001 seq 2", "FT0002 seq 1"})));
}

TEST_CASE("A member that only ends in more zeros is another") {
  const MultisetOf of;
  for (std::size_t length = 0; length < 20; ++length) {
    const std::string shorter(length, '\0');
    CHECK_FALSE(of({shorter}).same_as(of({shorter + '\0'})));
  }
}

TEST_CASE("Each bit of a member counts") {
  const MultisetOf of;
  // The long one has more than is taken at once.
  const std::string member =
      GENERATE(std::string{"2026-11-24 970436 FT26328000123"}, std::string(260, 'k'));
  for (std::size_t bit = 0; bit < member.size() * 8; ++bit) {
    auto changed = member;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
    CHECK_FALSE(of({changed}).same_as(of({member})));
  }
}

TEST_CASE("Pieces of a long member that change places make another member") {
  const MultisetOf of;
  const std::string a(112, 'a');  // what is taken at once
  const std::string b(112, 'b');
  CHECK_FALSE(of({a + b}).same_as(of({b + a})));
  CHECK_FALSE(of({a + b + a}).same_as(of({a + a + b})));
  CHECK_FALSE(of({a + b.substr(7) + "bbbbbbc"}).same_as(of({a + b})));
}

TEST_CASE("Points that are drawn at the edge of the field tell members apart as well") {
  struct Ones final : Random {
    void fill(std::span<std::uint8_t> bytes) override { std::ranges::fill(bytes, 0xff); }
  } ones;
  const auto points = FingerprintPoints::draw(ones);
  constexpr std::uint64_t prime = (std::uint64_t{1} << 61) - 1;
  for (const auto point : {points.within[0], points.between[1]}) CHECK(point < prime);
  MultisetFingerprint one{points};
  MultisetFingerprint other{points};
  one.add("a");
  other.add("b");
  CHECK_FALSE(one.same_as(other));
}
