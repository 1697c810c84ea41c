#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ledger/checkpoint.hpp"
#include "ledger/receipt.hpp"
#include "ledger/tile.hpp"
#include "ledger/witness.hpp"
#include "tests/fuzz/require.hpp"

// Fuzzes what others send or hand over as proofs. First byte: which reader. Properties: nothing
// crashes; what is read prints to the same bytes; nothing unsigned is ever believed.
using namespace chopay::ledger;
using chopay::testing::require;

namespace {

const VerifierKey& key() {
  static const VerifierKey key{"pay.example.vn/ha-long-1", KeyType::note,
                               ed25519::SigningKey{ed25519::Seed{1}}.public_key()};
  return key;
}

void read_note(std::string_view input) {
  const auto note = parse_note(input);
  if (!note) return;
  require(note->print() == input);
  require(!is_signed_by(*note, key()));
}

void read_receipt(std::string_view input) {
  const auto receipt = parse_receipt(input);
  if (!receipt) return;
  require(receipt->print() == input);
  require(!prove(*receipt, key()));
}

void read_request(std::string_view input) {
  if (const auto request = parse_witness_request(input)) require(request->print() == input);
  Witness witness{{"board.example.vn/w1", {}}, {key()}};
  require(witness.add_checkpoint(input, {}).status >= 400);
  require(!witness.resume(input) || input == "chopay witness v1\nend\n");
}

void read_small(std::string_view input) {
  if (const auto checkpoint = parse_checkpoint(input)) require(checkpoint->body() == input);
  if (const auto path = parse_tile_path(input)) require(print(*path) == input);
  if (const auto parsed = parse_verifier_key(input)) require(parsed->text() == input);
  if (const auto parsed = parse_private_key(input, KeyType::note)) {
    require(print_private_key(parsed->name, KeyType::note, parsed->seed) == input);
  }
}

/// Any path of hashes: a proof that leads to a root must lead there through the right number.
void walk_proof(std::string_view input) {
  if (input.size() < 16) return;
  std::uint64_t numbers[2] = {};
  for (std::size_t i = 0; i < 16; ++i) {
    numbers[i / 8] = numbers[i / 8] << 8 | static_cast<unsigned char>(input[i]);
  }
  std::vector<Hash> path((input.size() - 16) / sizeof(Hash));
  for (auto& hash : path) hash = sha256({input.substr(16)});
  const auto root = root_from_inclusion(numbers[0], numbers[1], {}, path);
  require(!root || (numbers[0] < numbers[1] && path.size() <= 64));
  is_consistent(numbers[0], {}, numbers[1], {}, path);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0:
      read_note(input);
      break;
    case 1:
      read_receipt(input);
      break;
    case 2:
      read_request(input);
      break;
    case 3:
      walk_proof(input);
      break;
    default:
      read_small(input);
      break;
  }
  return 0;
}
