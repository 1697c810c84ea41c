#include "ledger/note.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "ledger/base64.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/error.hpp"

using namespace chopay::ledger;

namespace {

// The pair of keys and the note of the documentation of Go's package note, which set the format.
constexpr std::string_view go_key =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view go_seed = "YEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr std::string_view go_note =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

ed25519::Seed seed_of(std::uint8_t first) {
  ed25519::Seed seed{};
  seed[0] = first;
  return seed;
}

const ed25519::SigningKey& log_key() {
  static const ed25519::SigningKey key{seed_of(1)};
  return key;
}

const VerifierKey log_verifier{"pay.example.vn/ha-long-1", KeyType::note, log_key().public_key()};

Checkpoint checkpoint_of(std::uint64_t size) {
  return {"pay.example.vn/ha-long-1", size, sha256({std::to_string(size)})};
}

}  // namespace

TEST_CASE("A note of another implementation is read, checked, and signed to the same bytes") {
  const auto note = parse_note(go_note).value();
  const auto key = parse_verifier_key(go_key).value();
  CHECK(key.text() == go_key);
  CHECK(is_signed_by(note, key));
  CHECK(note.print() == go_note);
  const auto bytes = bytes_from_base64("A" + std::string{go_seed}).value();
  ed25519::Seed seed;
  REQUIRE(bytes.size() == 1 + seed.size());
  std::copy(bytes.begin() + 1, bytes.end(), seed.begin());
  CHECK(sign_note(note.text, key.name, ed25519::SigningKey{seed}) == note.signatures.front());
}

TEST_CASE("No byte of a signed checkpoint can be changed unseen") {
  const auto good = sign_checkpoint(checkpoint_of(7), log_key());
  REQUIRE(open_checkpoint(good, log_verifier).value() == checkpoint_of(7));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      INFO("byte " << at << " bit " << bit);
      CHECK_FALSE(open_checkpoint(bad, log_verifier).has_value());
    }
  }
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_FALSE(open_checkpoint(good.substr(0, size), log_verifier).has_value());
  }
  CHECK_FALSE(open_checkpoint(good + "\n", log_verifier).has_value());
}

TEST_CASE("A checkpoint of another market or key is not this log's") {
  const auto other = Checkpoint{"pay.example.vn/ha-long-2", 7, {}};
  CHECK_FALSE(open_checkpoint(sign_checkpoint(other, log_key()), log_verifier).has_value());
  const ed25519::SigningKey stranger{seed_of(2)};
  CHECK_FALSE(
      open_checkpoint(sign_checkpoint(checkpoint_of(7), stranger), log_verifier).has_value());
}

TEST_CASE("Checkpoints have one form") {
  const auto body = checkpoint_of(70).body();
  CHECK(parse_checkpoint(body).value() == checkpoint_of(70));
  const auto root = to_base64(checkpoint_of(70).root);
  for (const auto& bad :
       {std::string{}, std::string{"a\n"}, "a\n070\n" + root + '\n', "a\n-1\n" + root + '\n',
        "a\n+1\n" + root + '\n', "a\n9223372036854775808\n" + root + '\n', "a\n1\n" + root,
        "a\n1\n" + root + "\nmore\n", " \n1\n" + root + '\n', "\n1\n" + root + '\n',
        "a\n1\n" + root.substr(0, 40) + "\n"}) {
    INFO(bad);
    CHECK_FALSE(parse_checkpoint(bad).has_value());
  }
}

TEST_CASE("What is not quite a note or a key is refused") {
  const std::string note{go_note};
  std::string many = note.substr(0, note.find("\n\n") + 2);
  const auto line = note.substr(many.size());
  for (std::size_t i = 0; i < note_signatures_max; ++i) many += line;
  CHECK(parse_note(many).has_value());
  for (const auto& bad : {std::string{}, std::string{"\n\n"}, note + "x", "\r" + note, many + line,
                          note.substr(0, note.size() - 1), note.substr(0, note.find("\n\n") + 2),
                          std::string(note_bytes_max, 'a') + note}) {
    CHECK_FALSE(parse_note(bad).has_value());
  }
  const std::string key{go_key};
  for (const auto& bad :
       {std::string{}, key.substr(1), key + "A", "A" + key, key.substr(0, key.size() - 1),
        std::string{"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"},
        std::string{"a+00000000+"}, std::string{"++"}}) {
    CHECK_FALSE(parse_verifier_key(bad).has_value());
  }
}

TEST_CASE("One value has one base64, and what is no base64 is refused") {
  for (std::size_t size = 0; size < 10; ++size) {
    const auto bytes = std::string("\xff\0\x10 chopay", 10).substr(0, size);
    CHECK(bytes_from_base64(to_base64(bytes)) == bytes);
  }
  CHECK(to_base64("foob") == "Zm9vYg==");
  for (const auto* bad :
       {"Zg", "Zg=", "Zh==", "Zm9=", "====", "Zg==Zg==", "Z===", "Zm 9", "Zm-_"}) {
    INFO(bad);
    CHECK_FALSE(bytes_from_base64(bad).has_value());
  }
}

TEST_CASE("A cosignature says when, and only of the checkpoint that it was made for") {
  const ed25519::SigningKey key{seed_of(3)};
  const VerifierKey witness{"board.example.vn/w1", KeyType::cosignature, key.public_key()};
  const std::chrono::sys_seconds at{std::chrono::seconds{1'795'000'000}};
  auto note = parse_note(sign_checkpoint(checkpoint_of(7), log_key())).value();
  CHECK_FALSE(cosigned_at(note, witness).has_value());
  note.signatures.push_back(cosign(note.text, witness.name, key, at));
  CHECK(cosigned_at(note, witness) == at);
  CHECK(open_checkpoint(note, log_verifier).has_value());
  CHECK(cosigned_at(parse_note(note.print()).value(), witness) == at);
  auto later = note;
  later.signatures.back().bytes[7] ^= 1;
  CHECK_FALSE(cosigned_at(later, witness).has_value());
  auto other = parse_note(sign_checkpoint(checkpoint_of(8), log_key())).value();
  other.signatures.push_back(note.signatures.back());
  CHECK_FALSE(cosigned_at(other, witness).has_value());
}

TEST_CASE("A signature that is too short or too long to be one makes no note") {
  const std::string note{go_note};
  const auto start = note.rfind(' ') + 1;
  for (const std::size_t bytes : {std::size_t{4}, std::size_t{6 * 1024 + 1}}) {
    INFO(bytes);
    const auto bad = note.substr(0, start) + to_base64(std::string(bytes, 'x')) + "\n";
    CHECK(parse_note(bad).error().code == Errc::bad_note);
  }
  const auto shortest = note.substr(0, start) + to_base64(std::string(5, 'x')) + "\n";
  CHECK(parse_note(shortest).has_value());
}

TEST_CASE("Keys have a name of at most 200 characters, an id and a kind that is known") {
  CHECK(is_key_name(std::string(200, 'a')));
  CHECK_FALSE(is_key_name(std::string(201, 'a')));
  CHECK_FALSE(parse_verifier_key("PeterNeumann+c74f20a3").has_value());
  auto key = log_verifier;
  for (const auto type : {KeyType::note, KeyType::cosignature}) {
    key.type = type;
    CHECK(parse_verifier_key(key.text()).value() == key);
  }
  key.type = static_cast<KeyType>(2);
  CHECK(parse_verifier_key(key.text()).error().code == Errc::bad_key);
}

TEST_CASE("A signature of another kind or length under a log's name and id spoils the note") {
  const auto good = parse_note(sign_checkpoint(checkpoint_of(7), log_key())).value();
  auto cut = good;
  cut.signatures.front().bytes.pop_back();
  CHECK_FALSE(is_signed_by(cut, log_verifier));
  auto cosigner = log_verifier;
  cosigner.type = KeyType::cosignature;
  auto cosigned = good;
  cosigned.signatures.front().key_id = cosigner.id();
  CHECK_FALSE(is_signed_by(cosigned, cosigner));
}

TEST_CASE("What a log's key has signed is a checkpoint of that log only where it says so") {
  const auto signed_text = [](const std::string& text) {
    return Note{text, {sign_note(text, log_verifier.name, log_key())}};
  };
  auto other = checkpoint_of(7);
  other.origin = "pay.example.vn/ha-long-2";
  CHECK(open_checkpoint(signed_text(other.body()), log_verifier).error().code ==
        Errc::bad_checkpoint);
  CHECK(open_checkpoint(signed_text("no checkpoint\n"), log_verifier).error().code ==
        Errc::bad_checkpoint);
  const auto root = to_base64(checkpoint_of(7).root);
  CHECK_FALSE(parse_checkpoint("a\n7x\n" + root + '\n').has_value());
}

TEST_CASE("No cosignature is found where the kind, the id, the length or the year is wrong") {
  const ed25519::SigningKey key{seed_of(3)};
  const VerifierKey witness{"board.example.vn/w1", KeyType::cosignature, key.public_key()};
  const std::chrono::sys_seconds at{std::chrono::seconds{1'795'000'000}};
  const auto bare = parse_note(sign_checkpoint(checkpoint_of(7), log_key())).value();
  const auto found = [&](const NoteSignature& line, const VerifierKey& by) {
    auto note = bare;
    note.signatures.push_back(line);
    return cosigned_at(note, by).has_value();
  };
  const auto right = cosign(bare.text, witness.name, key, at);
  REQUIRE(found(right, witness));
  auto as_note_key = witness;
  as_note_key.type = KeyType::note;
  CHECK_FALSE(found(right, as_note_key));
  auto line = right;
  line.key_id ^= 1;
  CHECK_FALSE(found(line, witness));
  line = right;
  line.bytes.pop_back();
  CHECK_FALSE(found(line, witness));
  const std::chrono::sys_seconds never{std::chrono::seconds{std::int64_t{1} << 40}};
  CHECK_FALSE(found(cosign(bare.text, witness.name, key, never), witness));
}
