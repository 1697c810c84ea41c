#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.hpp"
#include "ledger/log_key.hpp"
#include "ledger/merkle.hpp"

/// Witnesses (C2SP tlog-witness): somebody else, on another machine, who remembers the newest
/// checkpoint of a log and signs the next one only when it continues that.
namespace chopay::ledger {

inline constexpr std::size_t witness_request_bytes_max = 64 * 1024;

/// What a log asks of a witness: a checkpoint, and the proof that it continues the old size.
struct WitnessRequest {
  std::uint64_t old_size = 0;
  std::vector<Hash> proof;
  Note checkpoint;
  /// "old <size>\n", the hashes, an empty line, the note.
  std::string print() const;
};

/// Reads exactly what print() writes. Errc::bad_note with the place.
Result<WitnessRequest> parse_witness_request(std::string_view body);

/// How a checkpoint came to the witness.
enum class CameBy {
  push,   ///< somebody sent it: any checkpoint that a log ever signed, also an old one
  fetch,  ///< the witness asked the log for its newest
};

/// An HTTP answer without HTTP.
struct WitnessAnswer {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  /// What the operator keeps, never sent: two checkpoints of one size with different roots, which
  /// prove to anybody that the log showed two histories; or what this witness saw when it asked the
  /// log itself, which says so and proves nothing to others.
  std::string evidence;
  /// The state that must be durable before the answer is given; nothing where it did not change.
  std::optional<std::string> state;
};

/// The witness itself; no files, no network, no clock. One thread at a time.
class Witness {
 public:
  /// Watches the logs of these keys; signs as `name` with a key of KeyType::cosignature.
  Witness(const PrivateKey& key, std::vector<VerifierKey> logs);

  VerifierKey verifier() const;
  /// Takes up a state that add_checkpoint() gave. Errc::bad_note where it is none.
  Result<void> resume(std::string_view state);
  /// How many entries of the log of this origin it has signed, 0 before the first; nothing where it
  /// has no key of it.
  std::optional<std::uint64_t> remembered_size(const std::string& origin) const;
  /// `POST add-checkpoint`: 200 with the cosignature, 400 for no request, 404 for an unknown log,
  /// 403 for a wrong signature, 409 where the old size is another than remembered or the same size
  /// has another root, 422 where the proof does not hold.
  WitnessAnswer add_checkpoint(std::string_view body, std::chrono::sys_seconds now,
                               CameBy came_by = CameBy::push);

 private:
  struct Seen {
    VerifierKey log;
    Checkpoint newest;  ///< size 0 before the first
    std::string note;   ///< the whole note with the log's signature: evidence against a split view
  };

  std::optional<WitnessAnswer> refuse(const Seen& seen, const WitnessRequest& request,
                                      const Checkpoint& asked, CameBy came_by) const;
  WitnessAnswer sign(Seen& seen, const WitnessRequest& request, const Checkpoint& asked,
                     std::chrono::sys_seconds now);
  std::string state() const;

  std::string name_;
  ed25519::SigningKey key_;
  std::map<std::string, Seen> logs_;  ///< by origin
};

}  // namespace chopay::ledger
