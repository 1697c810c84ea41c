#include "tests/gateway/http/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace chopay::testing {
namespace {

constexpr int patience_ms = 60'000;

}  // namespace

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
    throw std::runtime_error("the test client cannot connect");
  }
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RawClient::~RawClient() {
  ::close(socket_);
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server may have refused and gone: what it said is still read
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RawClient::finish() {
  ::shutdown(socket_, SHUT_WR);
}

/// False at the end of the connection.
bool RawClient::fill() {
  pollfd ready{socket_, POLLIN, 0};
  if (::poll(&ready, 1, patience_ms) <= 0) throw std::runtime_error("the server says nothing");
  std::array<char, 16384> bytes;
  const auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  pending_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::string RawClient::read_until(std::string_view end) {
  auto found = pending_.find(end);
  while (found == std::string::npos && fill()) found = pending_.find(end);
  const auto size = found == std::string::npos ? pending_.size() : found + end.size();
  auto text = pending_.substr(0, size);
  pending_.erase(0, size);
  return text;
}

std::string RawClient::read_answer(bool head_only) {
  auto answer = read_until("\r\n\r\n");
  constexpr std::string_view field = "\r\nContent-Length: ";
  const auto at = answer.find(field);
  if (head_only || at == std::string::npos) return answer;
  const auto length = std::strtoul(answer.c_str() + at + field.size(), nullptr, 10);
  while (pending_.size() < length && fill()) {
  }
  answer += pending_.substr(0, length);
  pending_.erase(0, length);
  return answer;
}

std::string RawClient::read_to_end() {
  while (fill()) {
  }
  return std::exchange(pending_, {});
}

bool RawClient::closed() {
  return read_to_end().empty();
}

int status_of(std::string_view answer) {
  if (!answer.starts_with("HTTP/1.1 ") || answer.size() < 12) return 0;
  return std::atoi(std::string(answer.substr(9, 3)).c_str());
}

std::string body_of(std::string_view answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? "" : std::string(answer.substr(end + 4));
}

int answers_in(std::string_view bytes) {
  int count = 0;
  for (auto at = bytes.find("HTTP/1.1 "); at != std::string_view::npos;
       at = bytes.find("HTTP/1.1 ", at + 1)) {
    if (status_of(bytes.substr(at)) > 0) ++count;
  }
  return count;
}

}  // namespace chopay::testing
