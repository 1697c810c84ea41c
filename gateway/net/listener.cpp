#include "gateway/net/listener.hpp"

#include <arpa/inet.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "gateway/net/awaited.hpp"

namespace chopay::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
constexpr std::chrono::milliseconds pause_without_descriptors(100);

/// The address as text; an IPv4 client of an IPv6 socket is shown as IPv4.
std::string address_text(const sockaddr_storage& from) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* raw = nullptr;
  int family = from.ss_family;
  if (family == AF_INET) {
    raw = &reinterpret_cast<const sockaddr_in&>(from).sin_addr;
  } else if (family == AF_INET6) {
    const auto& address = reinterpret_cast<const sockaddr_in6&>(from).sin6_addr;
    raw = &address;
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
      family = AF_INET;
      raw = &address.s6_addr[12];
    }
  }
  return raw && ::inet_ntop(family, raw, text.data(), text.size()) ? text.data() : "";
}

bool out_of_resources(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

struct Listener::State : std::enable_shared_from_this<State> {
  State(Loop& loop_, Deliver deliver_)
      : loop(loop_),
        deliver(std::move(deliver_)),
        acceptor(loop_.executor()),
        pause(loop_.executor()) {}

  /// Takes all that is queued. Returns false when accepting must pause.
  bool accept_queued() {
    for (;;) {
      sockaddr_storage from{};
      socklen_t size = sizeof from;
      const int socket = ::accept4(acceptor.native_handle(), reinterpret_cast<sockaddr*>(&from),
                                   &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (socket >= 0) {
        deliver(socket, address_text(from));
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return true;
      } else if (out_of_resources(errno)) {
        return false;
      } else if (errno == EBADF || errno == EINVAL) {
        return true;  // closed meanwhile
      }
      // Anything else is the misfortune of that one connection (accept(2)): take the next.
    }
  }

  Task<void> run() {
    const auto self = shared_from_this();
    while (acceptor.is_open()) {
      const auto [failure] =
          co_await acceptor.async_wait(asio::ip::tcp::acceptor::wait_read, awaited);
      if (failure || !acceptor.is_open()) co_return;
      if (accept_queued()) continue;
      pause.expires_after(pause_without_descriptors);
      co_await pause.async_wait(awaited);
    }
  }

  Loop& loop;
  Deliver deliver;
  asio::ip::tcp::acceptor acceptor;
  asio::steady_timer pause;
};

Listener::Listener(Loop& loop, Deliver deliver)
    : state_(std::make_shared<State>(loop, std::move(deliver))) {}

Listener::~Listener() = default;

ledger::Result<std::uint16_t> Listener::open(const std::string& address, std::uint16_t port) {
  error_code failure;
  const auto ip = asio::ip::make_address(address, failure);
  if (failure) return ledger::Error(failure, address);
  const asio::ip::tcp::endpoint endpoint(ip, port);
  auto& acceptor = state_->acceptor;
  acceptor.open(endpoint.protocol(), failure);
  if (!failure) acceptor.set_option(asio::socket_base::reuse_address(true), failure);
  if (!failure) acceptor.bind(endpoint, failure);
  if (!failure) acceptor.listen(SOMAXCONN, failure);
  if (!failure) acceptor.non_blocking(true, failure);
  if (failure) {
    error_code ignored;
    acceptor.close(ignored);
    return ledger::Error(failure, address + ":" + std::to_string(port));
  }
  return acceptor.local_endpoint().port();
}

void Listener::start() {
  state_->loop.spawn(state_->run());
}

void Listener::close() {
  if (!state_->acceptor.is_open()) return;
  state_->accept_queued();
  error_code ignored;
  state_->acceptor.close(ignored);
  state_->pause.cancel();
}

void turn_away(int socket, std::string_view answer) {
  // Whether it arrives does not matter: a full server owes nobody a wait.
  [[maybe_unused]] const auto sent = ::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL);
  ::shutdown(socket, SHUT_WR);
  ::close(socket);
}

}  // namespace chopay::net
