#include "ledger/witness.hpp"

#include <catch2/catch.hpp>

#include "ledger/error.hpp"

using namespace chopay::ledger;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr std::chrono::sys_seconds now{std::chrono::seconds{1'795'000'000}};

PrivateKey key_of(std::uint8_t first, std::string name) {
  PrivateKey key{std::move(name), {}};
  key.seed[0] = first;
  return key;
}

/// A log of made-up leaves that can be asked for checkpoints and proofs; `history` makes another.
struct Log {
  explicit Log(std::string history = "one") : name(std::move(history)) {}
  std::string name;
  ed25519::SigningKey key{key_of(1, {}).seed};
  VerifierKey verifier{"pay.example.vn/ha-long-1", KeyType::note, key.public_key()};

  HashSource source() const {
    return [this](const Node& node) { return subtree(node); };
  }
  Hash subtree(const Node& node) const {
    if (node.level == 0) return leaf_hash(name + std::to_string(node.index));
    return node_hash(subtree({node.level - 1, 2 * node.index}),
                     subtree({node.level - 1, 2 * node.index + 1}));
  }
  WitnessRequest request(std::uint64_t old_size, std::uint64_t size) const {
    const Checkpoint checkpoint{verifier.name, size, root_of(size, source())};
    return {old_size,
            old_size <= size ? consistency_proof(old_size, size, source()) : std::vector<Hash>{},
            parse_note(sign_checkpoint(checkpoint, key)).value()};
  }
};

struct Watched {
  Log log;
  Witness witness{key_of(9, "board.example.vn/w1"), {log.verifier}};
  WitnessAnswer send(const WitnessRequest& request, CameBy came_by = CameBy::push) {
    return witness.add_checkpoint(request.print(), now, came_by);
  }
};

}  // namespace

TEST_CASE("A witness signs what continues what it has signed before") {
  Watched watched;
  std::uint64_t old_size = 0;
  for (const std::uint64_t size : {1, 5, 5, 8, 64, 300}) {
    auto request = watched.log.request(old_size, size);
    const auto answer = watched.send(request);
    REQUIRE(answer.status == 200);
    CHECK(answer.state.has_value() == (size != old_size));
    auto lines = parse_signature_lines(answer.body).value();
    REQUIRE(lines.size() == 1);
    request.checkpoint.signatures.push_back(lines.front());
    CHECK(cosigned_at(request.checkpoint, watched.witness.verifier()) == now);
    old_size = size;
  }
}

TEST_CASE("Unknown logs are 404, wrong signatures 403, other sizes 409 with the size") {
  Watched watched;
  CHECK(watched.send(watched.log.request(0, 7)).status == 200);
  auto unknown = watched.log.request(7, 8);
  unknown.checkpoint =
      parse_note(sign_checkpoint({"pay.example.vn/other", 8, {}}, watched.log.key)).value();
  CHECK(watched.send(unknown).status == 404);
  auto forged = watched.log.request(7, 8);
  forged.checkpoint.signatures.front().bytes[9] ^= 1;
  CHECK(watched.send(forged).status == 403);
  for (const std::uint64_t old_size : {0, 3, 8}) {
    const auto answer = watched.send(watched.log.request(old_size, 9));
    CHECK(answer.status == 409);
    CHECK(answer.content_type == "text/x.tlog.size");
    CHECK(answer.body == "7\n");
    CHECK(answer.evidence.empty());
  }
  CHECK(watched.send(watched.log.request(9, 8)).status == 400);
  CHECK(watched.send(watched.log.request(7, 9)).status == 200);
}

TEST_CASE("Two roots of one size are printed as proof, whoever brings them") {
  Watched watched;
  const Log other{"two"};
  REQUIRE(watched.send(watched.log.request(0, 7)).status == 200);
  const auto came_by = GENERATE(CameBy::push, CameBy::fetch);
  for (const std::uint64_t old_size : {0, 7}) {
    const auto split = watched.send(other.request(old_size, 7), came_by);
    CHECK(split.status == 409);
    CHECK(split.body == "7\n");
    CHECK_THAT(split.evidence, StartsWith("proof of a split view"));
    CHECK_THAT(split.evidence, Contains(other.request(7, 7).checkpoint.print()) &&
                                   Contains(watched.log.request(7, 7).checkpoint.print()));
    CHECK_FALSE(split.state.has_value());
  }
  CHECK(watched.send(watched.log.request(7, 12)).status == 200);
}

TEST_CASE("What anybody may send, an older checkpoint or a false proof, is no evidence") {
  Watched watched;
  REQUIRE(watched.send(watched.log.request(0, 7)).status == 200);
  auto padded = watched.log.request(7, 12);
  padded.proof.push_back({});
  const std::pair<WitnessRequest, int> sent[] = {{watched.log.request(3, 5), 409},
                                                 {watched.log.request(0, 5), 409},
                                                 {Log{"two"}.request(7, 12), 422},
                                                 {padded, 422}};
  for (const auto& [request, status] : sent) {
    const auto pushed = watched.send(request);
    CHECK(pushed.status == status);
    CHECK(pushed.evidence.empty());
    CHECK_FALSE(pushed.state.has_value());
    const auto fetched = watched.send(request, CameBy::fetch);
    CHECK(fetched.status == status);
    CHECK_THAT(fetched.evidence, StartsWith("observed when the log was asked, no proof to others"));
    CHECK_THAT(fetched.evidence, Contains(request.checkpoint.print()));
  }
  CHECK_THAT(watched.send(watched.log.request(0, 5), CameBy::fetch).evidence,
             Contains("went back to an earlier size"));
  CHECK(watched.send(watched.log.request(7, 12)).status == 200);
}

TEST_CASE("A witness that has signed nothing yet accuses nobody") {
  Watched watched;
  auto with_proof = watched.log.request(0, 4);
  with_proof.proof.push_back({});
  CHECK(watched.send(with_proof).status == 422);
  auto empty = watched.log.request(0, 0);
  empty.checkpoint =
      parse_note(sign_checkpoint({watched.log.verifier.name, 0, {}}, watched.log.key)).value();
  const auto answer = watched.send(empty);
  CHECK(answer.status == 409);
  CHECK(answer.evidence.empty());
}

TEST_CASE("A witness remembers over a restart and takes no state that was changed") {
  Watched watched;
  const auto state = watched.send(watched.log.request(0, 7)).state.value();
  Watched again;
  REQUIRE(again.witness.resume(state).has_value());
  CHECK(again.send(again.log.request(0, 9)).status == 409);
  CHECK(again.send(Log{"two"}.request(7, 9)).status == 422);
  CHECK(again.send(again.log.request(7, 9)).status == 200);
  for (std::size_t at = 0; at < state.size(); at += 3) {
    auto bad = state;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    Watched fresh;
    INFO("byte " << at);
    CHECK_FALSE(fresh.witness.resume(bad).has_value());
    CHECK_FALSE(fresh.witness.resume(state.substr(0, at)).has_value());
  }
}

TEST_CASE("What is no request is 400 and changes nothing") {
  Watched watched;
  const auto good = watched.log.request(0, 7).print();
  for (const auto& bad :
       {std::string{}, "old 00\n" + good.substr(6), "new" + good.substr(3), good + "x",
        good.substr(0, good.size() - 1), "old 0\nAAAA\n" + good.substr(6),
        std::string(witness_request_bytes_max + 1, 'a')}) {
    CHECK(watched.witness.add_checkpoint(bad, now).status == 400);
  }
  std::string long_proof = "old 0\n";
  for (int i = 0; i < 64; ++i) long_proof += "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
  CHECK(watched.witness.add_checkpoint(long_proof + good.substr(6), now).status == 400);
  CHECK(watched.send(watched.log.request(0, 7)).status == 200);
}

TEST_CASE("A request whose first line or hashes do not end is 400, as one of no checkpoint") {
  Watched watched;
  const auto good = watched.log.request(0, 7);
  for (const std::string bad : {"old x\n", "old 1x\n", "old 0", "old 0\n", "old 0\nAAAA"}) {
    INFO(bad);
    CHECK(watched.witness.add_checkpoint(bad, now).status == 400);
  }
  auto other = good;
  other.checkpoint.text = "no checkpoint\n";
  CHECK(watched.send(other).status == 400);
}

TEST_CASE("A witness keeps of a checkpoint the log's own signature alone") {
  Watched watched;
  auto request = watched.log.request(0, 7);
  const auto own = request.checkpoint.signatures.front();
  auto older_key = own;  // of the same name, as after a change of keys
  older_key.key_id ^= 1;
  request.checkpoint.signatures = {{"board.example.vn/w2", 1, "other"}, older_key, own};
  const auto state = watched.send(request).state.value();
  CHECK(state.find(own.line()) != std::string::npos);
  CHECK(state.find("w2") == std::string::npos);
  CHECK(state.find(older_key.line()) == std::string::npos);
}

TEST_CASE(
    "A witness of several logs says how far each is, and nothing of one that it does not know") {
  const Log log;
  const VerifierKey second{"pay.example.vn/ha-long-2", KeyType::note, log.key.public_key()};
  Witness witness{key_of(9, "board.example.vn/w1"), {log.verifier, second}};
  const auto empty = log.request(0, 0);
  CHECK(witness.add_checkpoint(empty.print(), now).state.has_value());  // a log's first word
  CHECK_FALSE(witness.add_checkpoint(empty.print(), now).state.has_value());
  const auto state = witness.add_checkpoint(log.request(0, 7).print(), now).state.value();
  CHECK(witness.remembered_size(log.verifier.name) == 7);
  CHECK(witness.remembered_size(second.name) == 0);
  CHECK_FALSE(witness.remembered_size("pay.example.vn/nowhere").has_value());
  Witness again{key_of(9, "board.example.vn/w1"), {log.verifier, second}};
  REQUIRE(again.resume(state).has_value());
  CHECK(again.remembered_size(log.verifier.name) == 7);
}
