#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "gateway/net/stream.hpp"

namespace chopay::net {
namespace {

namespace asio = boost::asio;
constexpr auto awaited = asio::as_tuple(asio::use_awaitable);

class PlainStream final : public Stream {
 public:
  PlainStream(Loop& loop, int socket) : socket_(loop.executor()) {
    socket_.assign(asio::ip::tcp::v4(), socket);  // the family is only used for new sockets
    socket_.non_blocking(true);
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  }

  Task<boost::system::error_code> open() override { co_return boost::system::error_code{}; }

  Task<IoResult> read_some(std::span<char> into) override {
    return socket_.async_read_some(asio::buffer(into.data(), into.size()), awaited);
  }

  Task<IoResult> write_some(std::span<const char> bytes) override {
    return socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()), awaited);
  }

  std::size_t try_write(std::span<const char> bytes) noexcept override {
    const ssize_t sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return sent > 0 ? static_cast<std::size_t>(sent) : 0;
  }

  bool has_input() noexcept override {
    int waiting = 0;
    return ::ioctl(socket_.native_handle(), FIONREAD, &waiting) == 0 && waiting > 0;
  }

  void cancel() noexcept override {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }

  void finish() noexcept override {
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }

  void close() noexcept override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  asio::ip::tcp::socket socket_;
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
