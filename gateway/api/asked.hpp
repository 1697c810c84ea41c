#pragma once

#include <utility>
#include <variant>

#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"

namespace chopay::api {

/// Asks the lane and gives the answer's value, or the response that says why not.
template <class Command>
net::Task<std::variant<typename Command::Answer, http::Response>> asked(Services& services,
                                                                        http::Exchange& exchange,
                                                                        Command& command) {
  auto answer = co_await services.lane.ask(exchange.loop(), command);
  if (answer.state != LaneState::answered) co_return problem_of(answer.state);
  if (!answer.answer) co_return problem_of(answer.answer.error());
  co_return std::move(answer.answer);
}

}  // namespace chopay::api
