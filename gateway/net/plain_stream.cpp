#include <boost/asio/error.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "gateway/net/poller.hpp"
#include "gateway/net/stream.hpp"

namespace chopay::net {
namespace {

using boost::system::error_code;
constexpr auto aborted = boost::asio::error::operation_aborted;

error_code last_error() {
  return {errno, boost::system::system_category()};
}

bool must_wait() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

class PlainStream final : public Stream {
 public:
  PlainStream(Loop& loop, int socket) : socket_(socket), watch_(loop.poller(), socket) {
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~PlainStream() override { PlainStream::close(); }

  Task<error_code> open() override { co_return error_code{}; }

  Task<IoResult> read_some(std::span<char> into) override {
    for (;;) {
      if (!watch_.readable()) {
        co_await watch_.until_readable();
        if (watch_.read_cancelled()) co_return IoResult(aborted, 0);
      }
      const ssize_t count = ::recv(socket_, into.data(), into.size(), MSG_DONTWAIT);
      if (count == 0) co_return IoResult(boost::asio::error::eof, 0);
      if (count > 0) {
        const auto bytes = static_cast<std::size_t>(count);
        if (bytes < into.size()) watch_.drained();
        co_return IoResult(error_code{}, bytes);
      }
      if (!must_wait() || watch_.ended()) co_return IoResult(last_error(), 0);
      watch_.drained();
    }
  }

  Task<IoResult> write_some(std::span<const char> bytes) override {
    for (;;) {
      const ssize_t count =
          ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count >= 0) co_return IoResult(error_code{}, static_cast<std::size_t>(count));
      if (!must_wait()) co_return IoResult(last_error(), 0);
      co_await watch_.until_writable();
      if (watch_.write_cancelled()) co_return IoResult(aborted, 0);
    }
  }

  std::size_t try_write(std::span<const char> bytes) noexcept override {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent > 0 ? static_cast<std::size_t>(sent) : 0;
  }

  bool has_input() noexcept override {
    int waiting = 0;
    return ::ioctl(socket_, FIONREAD, &waiting) == 0 && waiting > 0;
  }

  void cancel() noexcept override { watch_.cancel(); }

  Task<void> finish() override {
    ::shutdown(socket_, SHUT_WR);
    co_return;
  }

  void close() noexcept override {
    watch_.cancel();
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

 private:
  int socket_;
  Poller::Watch watch_;
};

}  // namespace

std::unique_ptr<Stream> make_plain_stream(Loop& loop, int socket) {
  return std::make_unique<PlainStream>(loop, socket);
}

Task<bool> write_all(Stream& stream, std::span<const char> bytes) {
  bytes = bytes.subspan(stream.try_write(bytes));
  while (!bytes.empty()) {
    const auto [failure, sent] = co_await stream.write_some(bytes);
    if (failure) co_return false;
    bytes = bytes.subspan(sent);
  }
  co_return true;
}

}  // namespace chopay::net
