#include "tests/support/cutting_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <string_view>

namespace chopay::testing {
namespace {

constexpr int look_again_ms = 20;
constexpr std::string_view committed{"COMMIT\0", 7};
constexpr std::string_view not_committed{"FORGOT\0", 7};

sockaddr_un address_in(const std::string& directory) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = directory + "/.s.PGSQL.5432";
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("the path is too long");
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

int open_socket() {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) throw std::runtime_error("no socket");
  return socket;
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(std::string server)
    : server_(std::move(server)), listener_(open_socket()) {
  const auto address = address_in(directory_.path());
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 16) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  acceptor_ = std::thread([this] { accept_all(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  acceptor_.join();
  for (auto& connection : connections_) connection.join();
  ::close(listener_);
}

void CuttingProxy::accept_all() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, look_again_ms) <= 0) continue;
    const int client = ::accept(listener_, nullptr, nullptr);
    if (refused_ > 0) {
      --refused_;
      ::close(client);
      continue;
    }
    const int server = open_socket();
    const auto address = address_in(server_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(client);
      ::close(server);
      continue;
    }
    connections_.emplace_back([this, client, server] { serve(client, server); });
  }
}

void CuttingProxy::serve(int client, int server) {
  while (!stopping_) {
    pollfd ends[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (::poll(ends, 2, look_again_ms) <= 0) continue;
    if (ends[0].revents != 0 && !forward(client, server, Cut::request)) break;
    if (ends[1].revents != 0 && !forward(server, client, Cut::commit)) break;
  }
  ::close(client);
  ::close(server);
}

bool CuttingProxy::forward(int from, int to, Cut side) {
  char buffer[65'536];
  const auto got = ::recv(from, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  const std::string_view bytes{buffer, static_cast<std::size_t>(got)};
  const auto word = bytes.find(committed);
  if (cut_ == side && (side == Cut::request || word != std::string_view::npos)) {
    cut_ = Cut::never;
    return false;
  }
  if (cut_ == Cut::promise && side == Cut::commit && word != std::string_view::npos) {
    cut_ = Cut::never;
    not_committed.copy(buffer + word, not_committed.size());
  }
  return send_all(to, bytes);
}

}  // namespace chopay::testing
