#include "ledger/receipt.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "ledger/error.hpp"
#include "ledger/tile.hpp"
#include "tests/ledger/sealed_lane.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

const auto market = MarketId::parse("ha-long-1").value();

Note newest_note(Reader& reader) {
  return parse_note(reader.checkpoint(market).value().note).value();
}

}  // namespace

TEST_CASE("Every entry of a log has a receipt that proves it and nothing else") {
  const TemporaryDirectory directory;
  SealedLane lane{directory.path() + "/data", ""};
  lane.pay_many(600);
  const auto reader = lane.store.reader();
  const auto key = lane.identity.verifier(market);
  const auto note = newest_note(*reader);
  for (std::uint64_t seq = 1; seq <= 600; ++seq) {
    const auto receipt = make_receipt(*reader, market, Seq{seq}, note).value();
    REQUIRE(parse_receipt(receipt.print()).value() == receipt);
    const auto proven = prove(receipt, key);
    REQUIRE(proven.has_value());
    REQUIRE(number(proven->entry.seq) == seq);
    REQUIRE(proven->checkpoint.size == 600);
  }
  CHECK_FALSE(make_receipt(*reader, market, Seq{601}, note).has_value());
  CHECK_FALSE(make_receipt(*reader, market, Seq{0}, note).has_value());
}

TEST_CASE("No byte of a receipt can be changed") {
  const TemporaryDirectory directory;
  SealedLane lane{directory.path() + "/data", ""};
  lane.pay_many(11);
  const auto reader = lane.store.reader();
  const auto key = lane.identity.verifier(market);
  const auto good = make_receipt(*reader, market, Seq{7}, newest_note(*reader)).value().print();
  const auto holds = [&](const std::string& text) {
    const auto receipt = parse_receipt(text);
    return receipt && prove(*receipt, key);
  };
  REQUIRE(holds(good));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int flip : {1, 2, 32}) {
      auto bad = good;
      bad[at] = static_cast<char>(bad[at] ^ flip);
      INFO("byte " << at);
      CHECK_FALSE(holds(bad));
    }
    CHECK_FALSE(holds(good.substr(0, at)));
  }
  CHECK_FALSE(holds(good + '\n'));
}

TEST_CASE("A receipt of a log of ten million entries is at most 2 KB") {
  // As long as an entry of a live market gets: 20-digit reference, a request, all its fields.
  Receipt receipt;
  receipt.entry = std::string(600, 'x');
  receipt.index = 9'999'999;
  const HashSource source = [](const Node& node) {
    return sha256({std::to_string(node.level) + '/' + std::to_string(node.index)});
  };
  receipt.path = inclusion_proof(9'999'998, 10'000'000, source);
  ed25519::Seed seed{};
  const ed25519::SigningKey key{seed};
  const Checkpoint checkpoint{"pay.chohalong.vn/ha-long-1", 10'000'000, {}};
  receipt.checkpoint = parse_note(sign_checkpoint(checkpoint, key)).value();
  CHECK(receipt.path.size() <= 24);
  CHECK(receipt.print().size() <= 2'048);
}

TEST_CASE("Tiles have the standard's names and no others") {
  const std::pair<const char*, TilePath> good[] = {
      {"0/000", {false, 0, 0, 256}},         {"0/x001/x234/067", {false, 0, 1'234'067, 256}},
      {"1/273.p/112", {false, 1, 273, 112}}, {"entries/x999/999", {true, 0, 999'999, 256}},
      {"entries/000.p/1", {true, 0, 0, 1}},
  };
  for (const auto& [text, path] : good) {
    INFO(text);
    CHECK(parse_tile_path(text) == path);
    CHECK(print(path) == text);
  }
  for (const auto* bad : {"",
                          "0",
                          "0/",
                          "0/0",
                          "0/0000",
                          "00/000",
                          "0/x000/001",
                          "0/001/002",
                          "5/000",
                          "64/000",
                          "0/000.p/0",
                          "0/000.p/256",
                          "0/000.p/01",
                          "0/000.p/",
                          "entries/",
                          "0/-01",
                          "0/x001",
                          "0/000/",
                          "entries/000.p/1.p/1",
                          "0/x999/x999/x999/x999/x999/999"}) {
    INFO(bad);
    CHECK_FALSE(parse_tile_path(bad).has_value());
  }
}

TEST_CASE("Tiles and bundles rebuild the root and the entries") {
  const TemporaryDirectory directory;
  SealedLane lane{directory.path() + "/data", ""};
  lane.pay_many(300);
  const auto reader = lane.store.reader();
  const auto checkpoint = parse_checkpoint(newest_note(*reader).text).value();
  CompactTree tree;
  std::vector<TileRoot> filled;
  for (const auto* name : {"entries/000", "entries/001.p/44"}) {
    const auto bytes = read_tile(*reader, market, 300, parse_tile_path(name).value()).value();
    for (std::size_t at = 0; at < bytes.size();) {
      const auto length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                                   static_cast<unsigned char>(bytes[at + 1]));
      tree.add(leaf_hash(std::string_view{bytes}.substr(at + 2, length)), filled);
      at += 2 + length;
    }
  }
  CHECK(tree.size() == 300);
  CHECK(tree.root() == checkpoint.root);
  const auto tile = read_tile(*reader, market, 300, parse_tile_path("1/000.p/1").value()).value();
  CHECK(std::equal(tile.begin(), tile.end(), filled.front().hash.begin(), filled.front().hash.end(),
                   [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }));
  for (const auto* none :
       {"0/001", "0/001.p/45", "0/002.p/1", "1/000", "1/000.p/2", "2/000.p/1", "entries/001"}) {
    INFO(none);
    CHECK_FALSE(read_tile(*reader, market, 300, parse_tile_path(none).value()).has_value());
  }
}

TEST_CASE("A receipt says which witnesses saw its checkpoint, and when") {
  const TemporaryDirectory directory;
  SealedLane lane{directory.path() + "/data", ""};
  lane.pay_many(3);
  const auto reader = lane.store.reader();
  const ed25519::SigningKey key{ed25519::Seed{9}};
  const VerifierKey saw{"board.example.vn/w1", KeyType::cosignature, key.public_key()};
  const VerifierKey did_not{"board.example.vn/w2", KeyType::cosignature, key.public_key()};
  const std::chrono::sys_seconds at{std::chrono::seconds{1'795'000'000}};
  auto note = newest_note(*reader);
  note.signatures.push_back(cosign(note.text, saw.name, key, at));
  const auto receipt = make_receipt(*reader, market, Seq{2}, note).value();
  const auto proven = prove(receipt, lane.identity.verifier(market), std::vector{saw, did_not});
  REQUIRE(proven.has_value());
  REQUIRE(proven->witnesses.size() == 1);
  CHECK(proven->witnesses[0] == std::pair{saw.name, at});
}

TEST_CASE("A receipt of another form is refused, however near it is") {
  const TemporaryDirectory directory;
  SealedLane lane{directory.path() + "/data", ""};
  lane.pay_many(3);
  const auto reader = lane.store.reader();
  const auto good = make_receipt(*reader, market, Seq{3}, newest_note(*reader)).value();
  const auto text = good.print();
  const auto with_index = [&](const std::string& index) {
    auto bad = text;
    return bad.replace(bad.find("index 2\n"), 7, "index " + index);
  };
  for (const auto& index :
       {std::string{"02"}, std::string{"-2"}, std::string{"2 "}, std::string{},
        std::to_string(number(last_seq_possible)), std::string{"99999999999999999999"}}) {
    INFO(index);
    CHECK(parse_receipt(with_index(index)).error().code == Errc::bad_receipt);
  }
  auto long_path = good;
  long_path.path.assign(proof_hashes_max + 1, Hash{});
  CHECK(parse_receipt(long_path.print()).error().code == Errc::bad_receipt);
  CHECK(parse_receipt(text + std::string(receipt_bytes_max, 'x')).error().code ==
        Errc::bad_receipt);
  CHECK_FALSE(make_receipt(*reader, market, Seq{3}, Note{"no checkpoint\n", {}}).has_value());
}
