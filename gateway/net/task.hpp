#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <tuple>

namespace chopay::net {

/// A coroutine of the process; it runs on the one I/O thread that started it.
template <class T>
using Task = boost::asio::awaitable<T>;

/// What a read or a write came to: the error (none on success) and the bytes moved.
using IoResult = std::tuple<boost::system::error_code, std::size_t>;

}  // namespace chopay::net
