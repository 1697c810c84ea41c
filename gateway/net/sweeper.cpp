#include "gateway/net/sweeper.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace chopay::net {

Deadline::Deadline(Sweeper& sweeper) : sweeper_(sweeper) {
  sweeper_.link(*this);
}

Deadline::~Deadline() {
  sweeper_.unlink(*this);
}

// The sweeper's clock may lag by one tick, so one tick is added: late is allowed, early is not.
void Deadline::arm(std::chrono::milliseconds from_now) {
  at_ = sweeper_.now_ + from_now + sweeper_.tick_;
}

Sweeper::Sweeper(std::chrono::milliseconds tick) : tick_(tick) {}

void Sweeper::link(Deadline& deadline) {
  deadline.behind_ = first_;
  if (first_) first_->before_ = &deadline;
  first_ = &deadline;
}

void Sweeper::unlink(Deadline& deadline) {
  if (next_ == &deadline) next_ = deadline.behind_;
  if (first_ == &deadline) first_ = deadline.behind_;
  if (deadline.before_) deadline.before_->behind_ = deadline.behind_;
  if (deadline.behind_) deadline.behind_->before_ = deadline.before_;
}

void Sweeper::sweep(std::chrono::steady_clock::time_point now) {
  now_ = now;
  for (Deadline* one = first_; one; one = next_) {
    next_ = one->behind_;
    if (one->at_ <= now) one->expired();
  }
}

Task<void> Sweeper::run() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  for (;;) {
    timer.expires_after(tick_);
    co_await timer.async_wait(boost::asio::use_awaitable);
    sweep(std::chrono::steady_clock::now());
  }
}

}  // namespace chopay::net
