#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/store.hpp"

namespace chopay::outbound {

/// What somebody else's program is told of one entry.
struct Message {
  ledger::Seq seq{};  ///< the entry
  std::string id;     ///< the same at every attempt, so that the receiver knows a repetition
  std::string order;  ///< a stall: messages of one are sent one after the other
  std::string body;   ///< JSON
};

/// To whom entries of a log are told, and in which form.
class Destination {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  virtual ~Destination() = default;
  /// What the entry is told as; none for entries that it is not to know. Called on the threads of
  /// the readers.
  virtual std::vector<Message> messages_of(const ledger::Entry& entry,
                                           ledger::Reader& reader) const = 0;
  /// Where messages go now; nothing is asked for where messages_of() gives none. From any thread.
  virtual std::string url() const = 0;
  /// The header fields of one attempt, signed at that time.
  virtual Headers headers(const Message& message, ledger::Instant now) const = 0;
};

}  // namespace chopay::outbound
