#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gateway/http/exchange.hpp"
#include "gateway/http/message.hpp"

namespace chopay::http {

/// Answers one request. Runs on an I/O thread and must not block it. An exception becomes a 500
/// without details.
using Handler = std::function<net::Task<Response>(Exchange&)>;

/// A row of the table of routes.
struct Route {
  Method method = Method::get;
  /// "/v1/stalls/{stall}/credits"; a last "{rest...}" takes one or more segments.
  std::string pattern;
  std::size_t body_bytes_max = 64 * 1024;
  Handler handler;
  /// Then its client is answered 503, as by ServerSettings::handler_max; 0: that is its limit too.
  std::chrono::milliseconds handler_max{0};
};

/// Finds the row for a request. A literal segment wins over a parameter; HEAD is served by the
/// row for GET. Filled before the server starts, read by all I/O threads afterwards.
class Router {
 public:
  /// What a path came to: a route, or none and the methods that the path does have.
  struct Found {
    const Route* route = nullptr;
    std::string allow;  ///< "GET, HEAD, POST" when only the method is wrong; empty: no such path
  };

  /// Throws std::logic_error for a pattern without a leading slash, with a broken parameter, with
  /// more than 16 segments, or already taken for the method.
  Router& add(Route route);

  /// Puts itself around the handlers of the rows that are added from now on.
  using Wrapper = std::function<Handler(const Route&)>;
  void wrap_with(Wrapper wrapper) { wrapper_ = std::move(wrapper); }

  /// Every row: its method and its pattern.
  std::vector<std::pair<Method, std::string>> rows() const;

  /// Matches a path as sent (percent-encoded) and fills `params`. A parameter is never empty, "."
  /// or "..".
  Found find(Method method, std::string_view path, std::vector<Exchange::Param>& params) const;

 private:
  enum class Kind { literal, param, rest };
  struct Segment {
    Kind kind = Kind::literal;
    std::string text;
  };
  struct Place {
    std::string pattern;
    std::vector<Segment> segments;
    std::array<std::unique_ptr<Route>, 5> routes;  ///< by method
  };

  static std::vector<Segment> parse(std::string_view pattern);
  Place& place_of(const std::string& pattern);
  void sort_by_first();
  static bool match(const Place& place, const std::vector<std::string>& parts,
                    std::vector<Exchange::Param>& params);
  static const Place* match(const std::vector<const Place*>& places,
                            const std::vector<std::string>& parts,
                            std::vector<Exchange::Param>& params);
  static Found pick(const Place& place, Method method);

  Wrapper wrapper_;                                             ///< empty: none
  std::vector<std::unique_ptr<Place>> places_;                  ///< the most literal first
  std::unordered_map<std::string_view, const Place*> literal_;  ///< those without parameters
  /// By a literal first segment: most requests are looked up among a few places, not all.
  std::unordered_map<std::string, std::vector<const Place*>> by_first_;
  std::vector<const Place*> of_any_first_;  ///< whose first segment is a parameter
};

}  // namespace chopay::http
