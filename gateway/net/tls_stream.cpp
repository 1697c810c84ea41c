#include <boost/asio/error.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "gateway/net/error.hpp"
#include "gateway/net/poller.hpp"
#include "gateway/net/tls_identity.hpp"
#include "gateway/net/tls_peer.hpp"

namespace chopay::net {
namespace {

using boost::system::error_code;
constexpr auto given_up = boost::asio::error::operation_aborted;
constexpr auto nothing_more = boost::asio::error::eof;

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

/// The socket as OpenSSL reads and writes it. Its own would raise SIGPIPE, and could not tell the
/// poller that there is no more to read.
struct Wire {
  int socket;
  Poller::Watch watch;
};

int read_wire(BIO* bio, char* into, std::size_t room, std::size_t* got) {
  auto& wire = *static_cast<Wire*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const ssize_t count = ::recv(wire.socket, into, room, MSG_DONTWAIT);
  if (count < 0 && would_block()) BIO_set_retry_read(bio);
  if (count < static_cast<ssize_t>(room)) wire.watch.drained();
  *got = count > 0 ? static_cast<std::size_t>(count) : 0;
  return count > 0 ? 1 : 0;
}

int write_wire(BIO* bio, const char* bytes, std::size_t size, std::size_t* sent) {
  const auto& wire = *static_cast<Wire*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const ssize_t count = ::send(wire.socket, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0 && would_block()) BIO_set_retry_write(bio);
  *sent = count > 0 ? static_cast<std::size_t>(count) : 0;
  return count > 0 ? 1 : 0;
}

long control_wire(BIO*, int what, long, void*) {
  return what == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* wire_method() {
  static BIO_METHOD* const method = [] {
    auto* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
    BIO_meth_set_read_ex(made, read_wire);
    BIO_meth_set_write_ex(made, write_wire);
    BIO_meth_set_ctrl(made, control_wire);
    return made;
  }();
  return method;
}

/// SSL_get_error() takes what others left in the thread's queue for its own. To look costs a third
/// of clearing it.
void clear_errors() {
  if (ERR_peek_error() != 0) ERR_clear_error();
}

/// OpenSSL straight on the socket. Asio's stream would keep 70 KB of buffers for each connection
/// and could not write without a wait.
///
/// Its buffers, 34 KB, are let go with each record, so that who only listens costs little; those of
/// a connection that is read from again and again are kept until it rests.
class TlsStream final : public Stream, private Deadline {
 public:
  TlsStream(Loop& loop, int socket, std::shared_ptr<TlsIdentity> identity)
      : Deadline(loop.sweeper()),
        identity_(std::move(identity)),
        wire_{socket, {loop.poller(), socket}},
        tls_(SSL_new(identity_->context()), SSL_free) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    auto* const bio = BIO_new(wire_method());
    BIO_set_data(bio, &wire_);
    BIO_set_init(bio, 1);
    SSL_set_bio(tls_.get(), bio, bio);
    put_certificate_into(certificate_, tls_.get());
  }
  ~TlsStream() override { TlsStream::close(); }

  Task<error_code> open() override {
    for (;;) {
      clear_errors();
      const int done = SSL_accept(tls_.get());
      if (done == 1) co_return error_code{};
      const int why = SSL_get_error(tls_.get(), done);
      if (why == SSL_ERROR_WANT_READ && !wire_.watch.ended()) {
        co_await wire_.watch.until_readable();
        if (wire_.watch.read_cancelled()) co_return given_up;
      } else if (why == SSL_ERROR_WANT_WRITE) {
        co_await wire_.watch.until_writable();
        if (wire_.watch.write_cancelled()) co_return given_up;
      } else {
        co_return failed();
      }
    }
  }

  Task<IoResult> read_some(std::span<char> into) override {
    bool worth_a_try = wire_.watch.readable() || SSL_has_pending(tls_.get()) == 1;
    for (;;) {
      if (!worth_a_try) {
        co_await wire_.watch.until_readable();
        if (wire_.watch.read_cancelled()) co_return IoResult(given_up, 0);
      }
      if (broken_) co_return IoResult(nothing_more, 0);
      clear_errors();
      std::size_t count = 0;
      const int done = SSL_read_ex(tls_.get(), into.data(), into.size(), &count);
      if (done == 1) {
        count_read();
        co_return IoResult(error_code{}, count);
      }
      const int why = SSL_get_error(tls_.get(), done);
      if (why == SSL_ERROR_ZERO_RETURN) co_return IoResult(nothing_more, 0);
      // To want to write is a message of the protocol itself before a client that does not read:
      // nobody needs that, and a write may be under way.
      if (why != SSL_ERROR_WANT_READ || wire_.watch.ended()) co_return IoResult(failed(), 0);
      worth_a_try = false;
    }
  }

  Task<IoResult> write_some(std::span<const char> bytes) override {
    for (;;) {
      const std::size_t sent = try_write(bytes);
      if (sent > 0) co_return IoResult(error_code{}, sent);
      if (broken_) co_return IoResult(failed(), 0);
      co_await wire_.watch.until_writable();
      if (wire_.watch.write_cancelled()) co_return IoResult(given_up, 0);
    }
  }

  // What did not go out must be offered again, the same bytes: a record is encrypted once.
  std::size_t try_write(std::span<const char> bytes) noexcept override {
    std::size_t sent = 0;
    while (sent < bytes.size() && !broken_) {
      clear_errors();
      std::size_t count = 0;
      const int done = SSL_write_ex(tls_.get(), bytes.data() + sent, bytes.size() - sent, &count);
      if (done != 1) {
        if (SSL_get_error(tls_.get(), done) != SSL_ERROR_WANT_WRITE) failed();
        break;
      }
      sent += count;
    }
    return sent;
  }

  // A part of a record is no input: who sends no more than that must not be waited for.
  bool has_input() noexcept override {
    int waiting = 0;
    return SSL_pending(tls_.get()) > 0 ||
           (::ioctl(wire_.socket, FIONREAD, &waiting) == 0 && waiting > 0);
  }

  void cancel() noexcept override { wire_.watch.cancel(); }

  Task<void> finish() override {
    clear_errors();
    if (!broken_ && SSL_is_init_finished(tls_.get())) SSL_shutdown(tls_.get());
    ::shutdown(wire_.socket, SHUT_WR);
    co_return;
  }

  void close() noexcept override {
    wire_.watch.cancel();
    if (wire_.socket >= 0) ::close(std::exchange(wire_.socket, -1));
  }

  std::shared_ptr<const PeerCertificate> certificate() const override { return certificate_; }

 private:
  static constexpr int reads_of_a_busy_one = 8;
  static constexpr std::chrono::seconds rest_after{1};

  void count_read() {
    if (reads_ < reads_of_a_busy_one && ++reads_ == reads_of_a_busy_one) {
      SSL_clear_mode(tls_.get(), SSL_MODE_RELEASE_BUFFERS);
    }
    arm(rest_after);
  }

  /// It rests: nothing was read for a while.
  void expired() noexcept override {
    disarm();
    if (reads_ == reads_of_a_busy_one) {
      SSL_set_mode(tls_.get(), SSL_MODE_RELEASE_BUFFERS);
      SSL_free_buffers(tls_.get());
    }
    reads_ = 0;
  }

  /// OpenSSL forbids any further call but to free it.
  error_code failed() noexcept {
    broken_ = true;
    ERR_clear_error();
    return make_error_code(Errc::tls_failed);
  }

  std::shared_ptr<TlsIdentity> identity_;  ///< has the ticket keys
  Wire wire_;
  std::unique_ptr<SSL, void (*)(SSL*)> tls_;
  std::shared_ptr<const PeerCertificate> certificate_;
  bool broken_ = false;
  int reads_ = 0;  ///< since it rested, as far as it is worth counting
};

}  // namespace

std::unique_ptr<Stream> make_tls_stream(Loop& loop, int socket,
                                        std::shared_ptr<TlsIdentity> identity) {
  return std::make_unique<TlsStream>(loop, socket, std::move(identity));
}

}  // namespace chopay::net
