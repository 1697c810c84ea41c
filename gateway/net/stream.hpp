#pragma once

#include <memory>
#include <span>
#include <string>

#include "gateway/net/io_threads.hpp"
#include "gateway/net/task.hpp"

namespace chopay::net {

struct PeerCertificate;

/// A connected byte stream of one I/O thread, plain or encrypted. At most one read and one write
/// are under way at a time. Nothing here has a deadline of its own: the owner arms a
/// net::Deadline and calls cancel().
class Stream {
 public:
  virtual ~Stream() = default;

  /// What must happen before the first byte, such as a TLS handshake.
  virtual Task<boost::system::error_code> open() = 0;
  /// Waits for at least one byte. An end of the stream is an error (asio::error::eof).
  virtual Task<IoResult> read_some(std::span<char> into) = 0;
  /// Waits until at least one byte is taken.
  virtual Task<IoResult> write_some(std::span<const char> bytes) = 0;
  /// Writes what goes out without waiting; returns how many bytes, 0 when none or on an error
  /// (which the next write_some then reports). REQUIRES no write under way.
  virtual std::size_t try_write(std::span<const char> bytes) noexcept = 0;
  /// True when bytes have arrived that were not read yet; of a calling TLS end, also at its end.
  virtual bool has_input() noexcept = 0;
  /// Makes a waiting read and write return with an error, soon.
  virtual void cancel() noexcept = 0;
  /// Says that no more bytes follow; reading stays possible. REQUIRES no write under way.
  virtual Task<void> finish() = 0;
  virtual void close() noexcept = 0;
  /// What the other end has proved itself by, once open; null where it was not asked or had none.
  virtual std::shared_ptr<const PeerCertificate> certificate() const { return nullptr; }
};

/// A stream over a connected socket, which it owns from now on.
std::unique_ptr<Stream> make_plain_stream(Loop& loop, int socket);

/// Writes everything. False when the client is gone or the stream was cancelled.
Task<bool> write_all(Stream& stream, std::span<const char> bytes);

}  // namespace chopay::net
