#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/log_source.hpp"
#include "ledger/witness.hpp"

namespace chopay::app {

/// How many entries of the log of an origin the witness has signed; nothing: not a log of its.
using RememberedSize = std::function<std::optional<std::uint64_t>(const std::string&)>;

/// Asks a log for its newest checkpoint and for the proof that it continues what the witness
/// remembers. A checkpoint that goes back comes without a proof: the witness refuses it and says
/// what it saw. Errors: those of the source, bad_note, bad_checkpoint, bad_proof; bad_key where
/// the witness has no key of the log.
ledger::Result<ledger::WitnessRequest> ask_log(ledger::LogSource& log,
                                               const RememberedSize& remembered_size);

/// Has a witness sign what logs show, one after the other, on a thread of its own. It ends with the
/// object, at most 10 seconds later.
class WitnessPull {
 public:
  /// True where the witness signed. Called on the thread of the pull.
  using Submit = std::function<bool(const ledger::WitnessRequest&)>;

  WitnessPull(std::vector<std::string> urls, RememberedSize remembered_size, Submit submit);
  ~WitnessPull();
  WitnessPull(const WitnessPull&) = delete;
  WitnessPull& operator=(const WitnessPull&) = delete;

 private:
  void run();

  std::vector<std::string> urls_;
  RememberedSize remembered_size_;
  Submit submit_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace chopay::app
