#pragma once

#include <map>
#include <mutex>
#include <string>

#include "gateway/api/lane.hpp"
#include "gateway/api/reader_pool.hpp"
#include "gateway/bank/adapter.hpp"

namespace chopay::api {

/// What the signed text of a message means beside all that it has meant so far.
enum class SignedMeaning {
  known,    ///< the first time, or the same as before
  another,  ///< it was seen with other fields beside it: somebody may have changed them
  unknown,  ///< it could not be remembered; the bank must send it again
};

/// Holds that one signed text of a source means one thing for ever, where the signature leaves out
/// fields that count (VietinBank, BIDV, MB MMS; callback facts §4). The vault remembers a hash of
/// what each such text has meant, before its money is posted. Thread-safe.
class SignedOnce {
 public:
  /// Judges a verdict that has a signed_text, and remembers it durably.
  net::Task<SignedMeaning> judge(Lane& lane, ReaderPool& readers, net::Loop& loop,
                                 std::string source, const bank::Verdict& verdict);

 private:
  /// Texts that are being remembered: what each means, and how many wait for it.
  struct UnderWay {
    std::string meaning;
    int count = 0;
  };
  bool enter(const std::string& row, const std::string& meaning);
  void leave(const std::string& row);

  std::mutex mutex_;
  std::map<std::string, UnderWay> under_way_;
};

/// What the notices come to: a hash of everything in them that the rules look at.
std::string meaning_of(const std::vector<merchant::BankNotice>& notices);

}  // namespace chopay::api
