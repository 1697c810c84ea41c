#include "ledger/merkle.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace chopay::ledger;

namespace {

/// The tree as RFC 6962 §2.1 defines it, recursively over all leaves and by nothing of ours but
/// SHA-256 itself.
class Reference {
 public:
  explicit Reference(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
      leaves_.push_back(leaf_hash("leaf " + std::to_string(i)));
  }
  Hash root(std::size_t begin, std::size_t end) const {
    if (begin == end) return sha256({});
    if (end - begin == 1) return leaves_[begin];
    std::size_t left = 1;
    while (left * 2 < end - begin) left *= 2;
    return joined(root(begin, begin + left), root(begin + left, end));
  }
  const Hash& leaf(std::size_t i) const { return leaves_[i]; }
  HashSource source() const {
    return [this](const Node& node) {
      return root(node.index << node.level, (node.index + 1) << node.level);
    };
  }

 private:
  static Hash joined(const Hash& left, const Hash& right) {
    std::string bytes{"\1"};
    bytes.append(left.begin(), left.end());
    bytes.append(right.begin(), right.end());
    return sha256({bytes});
  }
  std::vector<Hash> leaves_;
};

constexpr std::size_t sizes = 64;

CompactTree grown(const Reference& reference, std::size_t size) {
  CompactTree tree;
  std::vector<TileRoot> filled;
  for (std::size_t i = 0; i < size; ++i) tree.add(reference.leaf(i), filled);
  return tree;
}

}  // namespace

TEST_CASE("The roots are those of the test data of Certificate Transparency") {
  using namespace std::string_literals;
  const std::vector<std::string> inputs{
      "",
      "\0"s,
      "\x10",
      "\x20\x21",
      "\x30\x31",
      "\x40\x41\x42\x43",
      "\x50\x51\x52\x53\x54\x55\x56\x57",
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  const std::map<std::size_t, std::string> roots{
      {0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}};
  CompactTree tree;
  std::vector<TileRoot> filled;
  for (std::size_t size = 0; size <= inputs.size(); ++size) {
    if (const auto known = roots.find(size); known != roots.end()) {
      CHECK(to_hex(tree.root()) == known->second);
    }
    if (size < inputs.size()) tree.add(leaf_hash(inputs[size]), filled);
  }
}

TEST_CASE("A tree that grows has the root of its leaves at every size, also after a restart") {
  const Reference reference{sizes};
  for (std::size_t size = 0; size <= sizes; ++size) {
    const auto root = reference.root(0, size);
    CHECK(grown(reference, size).root() == root);
    CHECK(root_of(size, reference.source()) == root);
    CompactTree again{size, reference.source()};
    CHECK(again.root() == root);
    if (size == sizes) break;
    std::vector<TileRoot> filled;
    again.add(reference.leaf(size), filled);
    CHECK(again.root() == reference.root(0, size + 1));
  }
}

TEST_CASE("Every leaf of every size is proved, and no other leaf, place, size or path") {
  const Reference reference{sizes};
  const auto wrong = leaf_hash("wrong");
  std::size_t proved = 0;
  for (std::size_t size = 1; size <= sizes; ++size) {
    const auto root = reference.root(0, size);
    for (std::size_t index = 0; index < size; ++index) {
      auto proof = inclusion_proof(index, size, reference.source());
      const auto& leaf = reference.leaf(index);
      REQUIRE(root_from_inclusion(index, size, leaf, proof) == root);
      REQUIRE(root_from_inclusion(index, size, wrong, proof) != root);
      REQUIRE(root_from_inclusion(index ^ 1, size, leaf, proof) != (size > 1 ? root : wrong));
      proof.push_back(wrong);
      REQUIRE(root_from_inclusion(index, size, leaf, proof) != root);
      proof.pop_back();
      for (auto& hash : proof) {
        hash[7] ^= 1;
        REQUIRE(root_from_inclusion(index, size, leaf, proof) != root);
        hash[7] ^= 1;
      }
      if (!proof.empty()) proof.pop_back();
      if (size > 1) REQUIRE(root_from_inclusion(index, size, leaf, proof) != root);
      ++proved;
    }
    CHECK_FALSE(root_from_inclusion(size, size, wrong, {}).has_value());
  }
  CHECK(proved == sizes * (sizes + 1) / 2);
}

TEST_CASE("Every size continues every smaller one, and no other history") {
  const Reference reference{sizes};
  const auto other = leaf_hash("another history");
  for (std::size_t size = 0; size <= sizes; ++size) {
    const auto root = reference.root(0, size);
    for (std::size_t old_size = 0; old_size <= size; ++old_size) {
      auto proof = consistency_proof(old_size, size, reference.source());
      const auto old_root = reference.root(0, old_size);
      REQUIRE(is_consistent(old_size, old_root, size, root, proof));
      if (old_size == 0) continue;
      REQUIRE_FALSE(is_consistent(old_size, other, size, root, proof));
      REQUIRE_FALSE(is_consistent(old_size, old_root, size, other, proof));
      REQUIRE_FALSE(is_consistent(size + 1, root, old_size, old_root, proof));
      for (auto& hash : proof) {
        hash[0] ^= 0x80;
        REQUIRE_FALSE(is_consistent(old_size, old_root, size, root, proof));
        hash[0] ^= 0x80;
      }
      proof.push_back(other);
      REQUIRE_FALSE(is_consistent(old_size, old_root, size, root, proof));
      proof.pop_back();
      if (proof.empty()) continue;
      proof.pop_back();
      REQUIRE_FALSE(is_consistent(old_size, old_root, size, root, proof));
    }
  }
}

TEST_CASE("Each tile is reported once, by the leaf that fills it") {
  constexpr std::size_t leaves = 256 * 256 + 300;
  CompactTree tree;
  std::vector<TileRoot> filled;
  std::vector<Hash> first_tile;
  for (std::size_t i = 0; i < leaves; ++i) {
    const auto leaf = sha256({std::to_string(i)});
    const auto before = filled.size();
    tree.add(leaf, filled);
    if (i < 256) first_tile.push_back(leaf);
    REQUIRE(filled.size() - before == (i + 1 == 65'536 ? 2 : (i + 1) % 256 == 0 ? 1 : 0));
  }
  REQUIRE(filled.size() == 256 + 1 + 1);
  CompactTree of_tile;
  std::vector<TileRoot> none;
  for (const auto& leaf : first_tile) of_tile.add(leaf, none);
  CHECK(filled.front() == TileRoot{1, 0, of_tile.root()});
  CHECK(filled[255].index == 255);
  CHECK((filled[256].level == 2 && filled[256].index == 0));
  CHECK((filled[257].level == 1 && filled[257].index == 256));
}

TEST_CASE("A proof that no tree can have is a bug to ask for, and leads nowhere") {
  const HashSource source = [](const Node&) { return Hash{}; };
  CHECK_THROWS_AS(inclusion_proof(5, 5, source), std::logic_error);
  CHECK_THROWS_AS(consistency_proof(6, 5, source), std::logic_error);
  CHECK_FALSE(is_consistent(3, Hash{}, 5, Hash{}, {}));
}
