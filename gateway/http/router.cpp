#include "gateway/http/router.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "gateway/http/percent.hpp"

namespace chopay::http {
namespace {

constexpr std::size_t segments_max = 16;

/// The pieces between the slashes, decoded. Empty when the path has too many of them.
std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> parts;
  path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    auto part = percent_decoded(path.substr(0, slash));
    if (!part || parts.size() == segments_max) return {};
    parts.push_back(std::move(*part));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

bool usable(std::string_view value) {
  return !value.empty() && value != "." && value != "..";
}

}  // namespace

std::vector<Router::Segment> Router::parse(std::string_view pattern) {
  const auto wrong = [&](const char* why) {
    return std::logic_error("route " + std::string(pattern) + ": " + why);
  };
  if (pattern.empty() || pattern[0] != '/') throw wrong("begins with no slash");
  std::vector<Segment> segments;
  for (const auto& part : split(pattern)) {
    if (!segments.empty() && segments.back().kind == Kind::rest) throw wrong("goes on behind rest");
    if (!part.starts_with('{')) {
      segments.push_back({Kind::literal, part});
      continue;
    }
    if (part.size() < 3 || !part.ends_with('}')) throw wrong("has a broken parameter");
    auto name = part.substr(1, part.size() - 2);
    const bool rest = name.ends_with("...");
    if (rest) name.resize(name.size() - 3);
    if (name.empty()) throw wrong("has a parameter without a name");
    segments.push_back({rest ? Kind::rest : Kind::param, std::move(name)});
  }
  if (segments.empty()) throw wrong("has too many segments");
  return segments;
}

Router::Place& Router::place_of(const std::string& pattern) {
  for (const auto& place : places_) {
    if (place->pattern == pattern) return *place;
  }
  auto fresh = std::make_unique<Place>();
  fresh->pattern = pattern;
  fresh->segments = parse(pattern);
  Place& place = *fresh;
  const auto kinds = [](const auto& one) {
    std::vector<Kind> list;
    for (const auto& segment : one->segments) list.push_back(segment.kind);
    return list;
  };
  const auto where =
      std::upper_bound(places_.begin(), places_.end(), fresh,
                       [&](const auto& a, const auto& b) { return kinds(a) < kinds(b); });
  places_.insert(where, std::move(fresh));
  const bool literal = std::all_of(place.segments.begin(), place.segments.end(),
                                   [](const Segment& one) { return one.kind == Kind::literal; });
  if (literal) literal_.emplace(place.pattern, &place);
  sort_by_first();
  return place;
}

void Router::sort_by_first() {
  by_first_.clear();
  of_any_first_.clear();
  for (const auto& place : places_) {
    const auto& first = place->segments.front();
    auto& same = first.kind == Kind::literal ? by_first_[first.text] : of_any_first_;
    same.push_back(place.get());
  }
}

Router& Router::add(Route route) {
  auto& row = place_of(route.pattern).routes[static_cast<std::size_t>(route.method)];
  if (row) throw std::logic_error("route " + route.pattern + ": is there twice");
  if (wrapper_) route.handler = wrapper_(route);
  row = std::make_unique<Route>(std::move(route));
  return *this;
}

bool Router::match(const Place& place, const std::vector<std::string>& parts,
                   std::vector<Exchange::Param>& params) {
  params.clear();
  const auto& segments = place.segments;
  const bool rest = segments.back().kind == Kind::rest;
  if (rest ? parts.size() < segments.size() : parts.size() != segments.size()) return false;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto& [kind, text] = segments[i];
    if (kind == Kind::literal) {
      if (text != parts[i]) return false;
      continue;
    }
    std::string value = parts[i];
    if (!usable(value)) return false;
    for (std::size_t j = i + 1; kind == Kind::rest && j < parts.size(); ++j) {
      if (!usable(parts[j])) return false;
      value.append("/").append(parts[j]);
    }
    params.emplace_back(text, std::move(value));
  }
  return true;
}

Router::Found Router::pick(const Place& place, Method method) {
  const auto row = [&](Method one) { return place.routes[static_cast<std::size_t>(one)].get(); };
  if (const Route* route = row(method)) return {route, {}};
  if (method == Method::head && row(Method::get)) return {row(Method::get), {}};
  Found found;
  const auto allow = [&](Method one) {
    if (!found.allow.empty()) found.allow.append(", ");
    found.allow.append(name_of(one));
  };
  for (const auto one : {Method::get, Method::head, Method::post, Method::put, Method::delete_}) {
    if (row(one) || (one == Method::head && row(Method::get))) allow(one);
  }
  return found;
}

Router::Found Router::find(Method method, std::string_view path,
                           std::vector<Exchange::Param>& params) const {
  params.clear();
  if (const auto known = literal_.find(path); known != literal_.end()) {
    return pick(*known->second, method);
  }
  const auto parts = split(path);
  if (parts.empty()) return {};
  // A literal wins over a parameter, so that of the first segment is asked first.
  const auto same_first = by_first_.find(parts.front());
  const Place* place =
      same_first == by_first_.end() ? nullptr : match(same_first->second, parts, params);
  if (!place) place = match(of_any_first_, parts, params);
  if (place) return pick(*place, method);
  params.clear();
  return {};
}

const Router::Place* Router::match(const std::vector<const Place*>& places,
                                   const std::vector<std::string>& parts,
                                   std::vector<Exchange::Param>& params) {
  for (const auto* place : places) {
    if (match(*place, parts, params)) return place;
  }
  return nullptr;
}

std::vector<std::pair<Method, std::string>> Router::rows() const {
  std::vector<std::pair<Method, std::string>> rows;
  for (const auto& place : places_) {
    for (const auto& route : place->routes) {
      if (route) rows.emplace_back(route->method, place->pattern);
    }
  }
  return rows;
}

}  // namespace chopay::http
