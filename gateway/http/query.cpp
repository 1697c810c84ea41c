#include "gateway/http/query.hpp"

#include <algorithm>

#include "gateway/http/error.hpp"
#include "gateway/http/percent.hpp"

namespace chopay::http {
namespace {

constexpr std::size_t parameters_max = 32;

std::optional<std::string> decoded(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decoded(spaced);
}

}  // namespace

std::optional<std::string_view> Query::find(std::string_view name) const {
  for (const auto& [one, value] : all_) {
    if (one == name) return value;
  }
  return std::nullopt;
}

std::string_view Query::get(std::string_view name) const {
  return find(name).value_or(std::string_view{});
}

ledger::Result<Query> parse_query(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto pair = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto name = decoded(pair.substr(0, equals));
    const auto value =
        equals == std::string_view::npos ? std::string{} : decoded(pair.substr(equals + 1));
    if (!name || name->empty() || !value) return Errc::bad_query;
    if (query.find(*name)) return ledger::Error(Errc::parameter_twice, *name);
    if (query.all_.size() == parameters_max) return Errc::too_many_parameters;
    query.all_.emplace_back(*name, *value);
  }
  return query;
}

ledger::Result<Query> parse_query(std::string_view text,
                                  std::initializer_list<std::string_view> known) {
  auto query = parse_query(text);
  if (!query) return query;
  for (const auto& [name, value] : query->all()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return ledger::Error(Errc::parameter_unknown, name);
    }
  }
  return query;
}

}  // namespace chopay::http
