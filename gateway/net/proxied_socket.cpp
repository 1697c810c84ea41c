#include "gateway/net/proxied_socket.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <span>

#include "gateway/net/poller.hpp"
#include "gateway/net/proxy_header.hpp"

namespace chopay::net {
namespace {

/// The socket until its stream takes it over.
class Beginning final : public Deadline {
 public:
  Beginning(Loop& loop, int socket, std::chrono::milliseconds at_most)
      : Deadline(loop.sweeper()), socket_(socket), watch_(loop.poller(), socket) {
    arm(at_most);
  }
  ~Beginning() override { watch_.let_go(socket_); }

  /// Fills `into`. False when the other end says no more or the time is over.
  Task<bool> read(std::span<char> into) {
    while (!into.empty()) {
      const ssize_t count = ::recv(socket_, into.data(), into.size(), MSG_DONTWAIT);
      if (count > 0) {
        into = into.subspan(static_cast<std::size_t>(count));
        continue;
      }
      const bool nothing_yet = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
      if (!nothing_yet || watch_.ended()) co_return false;
      watch_.drained();
      co_await watch_.until_readable();
      if (watch_.read_cancelled()) co_return false;
    }
    co_return true;
  }

 private:
  void expired() noexcept override { watch_.cancel(); }

  int socket_;
  Poller::Watch watch_;
};

}  // namespace

Task<std::optional<std::string>> read_proxy_header(Loop& loop, int socket,
                                                   std::chrono::milliseconds at_most) {
  std::array<char, proxy_header_bytes_max> bytes;
  Beginning beginning(loop, socket, at_most);
  const std::span<char> start(bytes.data(), proxy_header_start_bytes);
  if (!co_await beginning.read(start)) co_return std::nullopt;
  const auto size = proxy_header_bytes({start.data(), start.size()});
  if (!size) co_return std::nullopt;
  const std::span<char> rest(bytes.data() + start.size(), *size - start.size());
  if (!co_await beginning.read(rest)) co_return std::nullopt;
  co_return proxied_client({bytes.data(), *size});
}

}  // namespace chopay::net
