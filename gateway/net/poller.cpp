#include "gateway/net/poller.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "gateway/net/awaited.hpp"

namespace chopay::net {

namespace asio = boost::asio;

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll");
}

Poller::~Poller() {
  ::close(epoll_);
}

// The poller's own epoll is watched by Asio's: so timers and posted work go on beside it.
Task<void> Poller::run() {
  asio::posix::stream_descriptor descriptor(co_await asio::this_coro::executor, ::dup(epoll_));
  for (;;) {
    const auto [failure] =
        co_await descriptor.async_wait(asio::posix::stream_descriptor::wait_read, awaited);
    if (failure) co_return;
    resume_ready();
  }
}

void Poller::resume_ready() {
  std::array<epoll_event, 256> events;
  batch_ = events.data();
  batch_size_ = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < batch_size_; ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    if (auto* const watch = static_cast<Watch*>(event.data.ptr)) watch->ready(event.events);
  }
  batch_ = nullptr;
  batch_size_ = 0;
}

void Poller::abandon() {
  for (auto* watch = first_; watch; watch = watch->behind_) {
    watch->reader_.resume.reset();
    watch->writer_.resume.reset();
  }
}

Poller::Watch::Watch(Poller& poller, int socket) : poller_(poller), behind_(poller.first_) {
  if (behind_) behind_->before_ = this;
  poller_.first_ = this;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = this;
  if (::epoll_ctl(poller_.epoll_, EPOLL_CTL_ADD, socket, &event) != 0) ended_ = readable_ = true;
}

// The system forgets a socket by itself when it is closed.
Poller::Watch::~Watch() {
  if (poller_.first_ == this) poller_.first_ = behind_;
  if (before_) before_->behind_ = behind_;
  if (behind_) behind_->before_ = before_;
  for (int i = 0; i < poller_.batch_size_; ++i) {
    if (poller_.batch_[i].data.ptr == this) poller_.batch_[i].data.ptr = nullptr;
  }
}

Task<void> Poller::Watch::suspend(Waiting& waiting) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void()>(
      [](Resume resume, Waiting* place) { place->resume.emplace(std::move(resume)); },
      asio::use_awaitable, &waiting);
}

void Poller::Watch::cancel(Waiting& waiting) {
  if (!waiting.resume) return;
  waiting.cancelled = true;
  auto resume = std::move(*waiting.resume);
  waiting.resume.reset();
  const auto executor = resume.get_executor();
  asio::post(executor, std::move(resume));
}

void Poller::Watch::cancel() {
  cancel(reader_);
  cancel(writer_);
}

void Poller::Watch::let_go(int socket) {
  ::epoll_ctl(poller_.epoll_, EPOLL_CTL_DEL, socket, nullptr);
}

// A resumed coroutine may end the stream and this with it, so both are taken out first.
void Poller::Watch::ready(std::uint32_t events) {
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) ended_ = true;
  if ((events & EPOLLIN) != 0 || ended_) readable_ = true;
  const bool writable = (events & EPOLLOUT) != 0 || ended_;
  auto reader = readable_ ? std::exchange(reader_.resume, std::nullopt) : std::nullopt;
  auto writer = writable ? std::exchange(writer_.resume, std::nullopt) : std::nullopt;
  if (reader) (*reader)();
  if (writer) (*writer)();
}

}  // namespace chopay::net
