#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/net/io_threads.hpp"
#include "gateway/net/stream.hpp"
#include "gateway/net/task.hpp"
#include "gateway/net/tls_client.hpp"

namespace chopay::net {

class Link;

/// What a request to another of our gateways came to.
struct LinkAnswer {
  enum class Came {
    whole,
    not_sent,  ///< nothing of the request has left: it may be sent again, also elsewhere
    unknown,   ///< it may have been served, and nobody knows
  };
  Came came = Came::not_sent;
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  /// Of an event stream: what is still to come, behind what `body` has of it.
  std::unique_ptr<Link> events{};
};

/// Connections to the one gateway that requests are passed on to, kept open between requests.
/// Each belongs to one I/O thread. Outlives the calls, and the links in their answers.
class Links {
 public:
  Links(const TlsSecret& secret, IoThreads& threads);
  ~Links();

  /// Sends a whole HTTP/1.1 message and reads the answer, at most until `at_most` has passed.
  /// `address`: "10.0.0.1:8090" or "[fd00::1]:8090". On the loop's thread; the message must live
  /// until then.
  Task<LinkAnswer> ask(Loop& loop, const std::string& address, const std::string& message,
                       std::chrono::milliseconds at_most);
  /// Breaks every link to this address, also those on which an answer or an event is waited for:
  /// the gateway there is no longer the one to ask. Callable from any thread.
  void drop(const std::string& address);

 private:
  friend class Link;
  struct Desk;

  std::unique_ptr<Link> idle_link(Loop& loop, const std::string& address);
  Task<std::unique_ptr<Link>> connect(Loop& loop, const std::string& address);
  void put_back(std::unique_ptr<Link> link);

  IoThreads& threads_;
  std::shared_ptr<TlsTrust> trust_;
  std::vector<std::shared_ptr<Desk>> desks_;  ///< one for each I/O thread
};

/// One connection of Links, in use.
class Link final : public Deadline {
 public:
  ~Link() override;

  Task<IoResult> read_some(std::span<char> into) { return stream_->read_some(into); }
  /// Makes a waiting read return with an error, as passing the deadline does. On the loop's thread.
  void cancel() noexcept { stream_->cancel(); }

 private:
  friend class Links;
  Link(Loop& loop, std::shared_ptr<Links::Desk> desk, std::string address,
       std::unique_ptr<Stream> stream);
  void expired() noexcept override { cancel(); }

  std::shared_ptr<Links::Desk> desk_;
  std::string address_;
  std::unique_ptr<Stream> stream_;
  std::chrono::steady_clock::time_point idle_since_{};
};

}  // namespace chopay::net
