#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace chopay::net {

/// How a coroutine of this room waits for Asio: the error comes back as a value, nothing is thrown.
inline constexpr auto awaited = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace chopay::net
