#pragma once

#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "gateway/net/task.hpp"

struct epoll_event;

namespace chopay::net {

/// Tells the coroutines of one I/O thread which sockets can be read or written, many sockets in
/// one system call. Asio by itself tries each read before it waits, which nearly always fails for
/// the next request of a connection: one call in three for nothing.
///
/// Not thread-safe: used on the thread of its loop only.
class Poller {
 public:
  class Watch;

  /// Throws std::system_error when the system has no descriptor left.
  Poller();
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  /// Resumes those whose sockets are ready, for ever.
  Task<void> run();
  /// Drops all who still wait, without resuming them: their loop has ended.
  void abandon();

 private:
  void resume_ready();

  int epoll_;
  Watch* first_ = nullptr;
  epoll_event* batch_ = nullptr;  ///< those being resumed, of which a socket may be closed
  int batch_size_ = 0;
};

/// One socket of a poller. At most one coroutine waits for reading and one for writing.
class Poller::Watch {
 public:
  Watch(Poller& poller, int socket);
  /// REQUIRES that nobody waits.
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// True when a read is worth a try; otherwise wait for it.
  bool readable() const { return readable_; }
  /// True when no more will come than is there: a read that finds nothing is then an error.
  bool ended() const { return ended_; }
  /// To be told that a read brought less than it asked for.
  void drained() { readable_ = ended_; }

  /// Returns when the socket is ready, or after cancel(); then the matching question below says
  /// true, once.
  Task<void> until_readable() { return suspend(reader_); }
  Task<void> until_writable() { return suspend(writer_); }
  bool read_cancelled() { return std::exchange(reader_.cancelled, false); }
  bool write_cancelled() { return std::exchange(writer_.cancelled, false); }
  /// Lets those who wait return, soon.
  void cancel();
  /// Stops watching a socket that stays open, for another watch. REQUIRES that nobody waits.
  void let_go(int socket);

 private:
  friend class Poller;
  using Resume = boost::asio::async_result<boost::asio::use_awaitable_t<>, void()>::handler_type;
  struct Waiting {
    std::optional<Resume> resume;
    bool cancelled = false;
  };

  static Task<void> suspend(Waiting& waiting);
  static void cancel(Waiting& waiting);
  void ready(std::uint32_t events);

  Poller& poller_;
  Watch* before_ = nullptr;
  Watch* behind_ = nullptr;
  Waiting reader_;
  Waiting writer_;
  bool readable_ = false;
  bool ended_ = false;  ///< nothing will come any more, which a read has to find out
};

}  // namespace chopay::net
