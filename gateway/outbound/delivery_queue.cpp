#include "gateway/outbound/delivery_queue.hpp"

#include <stdexcept>

namespace chopay::outbound {

using ledger::Instant;
using ledger::number;
using ledger::Seq;

void DeliveryQueue::add(Message message) {
  if (number(message.seq) <= number(read_)) throw std::logic_error("a message behind its cursor");
  open_.insert(message.seq);
  auto& line = lines_[message.order];
  line.messages.push_back(std::move(message));
  if (line.messages.size() == 1) plan(line, Instant{});
}

bool DeliveryQueue::has_room() const {
  return open_.size() < messages_max && number(read_) - number(cursor()) < entries_ahead_max;
}

DeliveryQueue::Plan DeliveryQueue::plan_of(const Line& line) {
  const auto& first = line.messages.front();
  return {line.due, first.seq, first.order};
}

void DeliveryQueue::plan(Line& line, Instant due) {
  line.due = due;
  due_.insert(plan_of(line));
}

const Message* DeliveryQueue::take(Instant now) {
  if (due_.empty() || std::get<Instant>(*due_.begin()) > now) return nullptr;
  auto& line = lines_.at(std::get<std::string>(*due_.begin()));
  due_.erase(due_.begin());
  line.under_way = true;
  return &line.messages.front();
}

void DeliveryQueue::delivered(const Message& message) {
  const auto order = message.order;
  auto& line = lines_.at(order);
  open_.erase(open_.find(message.seq));
  line.messages.pop_front();
  if (line.messages.empty()) {
    lines_.erase(order);
    return;
  }
  line.under_way = false;
  line.failures = 0;
  plan(line, Instant{});
}

bool DeliveryQueue::failed(const Message& message, Instant now, ledger::Random& random) {
  auto& line = lines_.at(message.order);
  line.under_way = false;
  const auto wait = ladder_.wait(++line.failures, random);
  if (wait) plan(line, now + *wait);
  return wait.has_value();
}

void DeliveryQueue::retry_all(Instant now) {
  for (auto& [order, line] : lines_) {
    if (line.under_way) continue;
    due_.erase(plan_of(line));
    line.failures = 0;
    plan(line, now);
  }
}

std::optional<Instant> DeliveryQueue::next_due() const {
  if (due_.empty()) return std::nullopt;
  return std::get<Instant>(*due_.begin());
}

Seq DeliveryQueue::cursor() const {
  return open_.empty() ? read_ : Seq{number(*open_.begin()) - 1};
}

}  // namespace chopay::outbound
