// GET /log/{market}/checkpoint, /log/{market}/key, /log/{market}/tile/…  (C2SP tlog-tiles)
// GET /log/{market}/entries?after=SEQ&limit=N
// GET /v1/receipts/{market}/{seq}

#include "gateway/api/newest_credits.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/receipts.hpp"
#include "gateway/api/services.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/whole_number.hpp"
#include "ledger/log_lines.hpp"
#include "ledger/log_source.hpp"
#include "ledger/tile.hpp"
#include "merchant/board_view.hpp"

namespace chopay::api {
namespace {

using http::Exchange;
using http::Response;

constexpr std::string_view text_type = "text/plain; charset=utf-8";

/// What a log is asked for, read on a thread that may wait for the disk; nothing: there is none.
using Read = std::function<std::optional<std::string>(ledger::Reader&)>;

Response answer(std::string body, std::string_view content_type, std::string_view caching) {
  Response response;
  response.content_type = content_type;
  response.body = std::move(body);
  response.headers.add("Cache-Control", caching);
  return response;
}

Response not_found(std::string_view what) {
  return http::problem(404, "not_found", what);
}

net::Task<Response> read_log(Services& services, Exchange& exchange, Read read,
                             std::string_view content_type, std::string_view caching) {
  std::optional<std::string> body;
  const bool ran = co_await services.readers.run(
      exchange.loop(), [&](ledger::Reader& reader) { body = read(reader); });
  if (!ran) co_return problem_of(LaneState::busy);
  if (!body) co_return not_found("the log does not have this");
  co_return answer(std::move(*body), content_type, caching);
}

net::Task<Response> refuse(Response response) {
  co_return response;
}

net::Task<Response> show_checkpoint(Services& services, Exchange& exchange) {
  const auto market = ledger::MarketId::parse(exchange.param("market"));
  if (!market) return refuse(not_found("there is no such log"));
  return read_log(
      services, exchange,
      [&services, market = *market](ledger::Reader& reader) -> std::optional<std::string> {
        const auto note = newest_checkpoint(reader, services, market);
        if (!note) return std::nullopt;
        return note->print();
      },
      text_type, "no-cache");
}

net::Task<Response> show_key(Services& services, Exchange& exchange) {
  const auto market = ledger::MarketId::parse(exchange.param("market"));
  if (!market || !services.log) return refuse(not_found("there is no such log"));
  return read_log(
      services, exchange,
      [market = *market,
       log = *services.log](ledger::Reader& reader) -> std::optional<std::string> {
        if (!reader.checkpoint(market)) return std::nullopt;
        return log.verifier(market).text() + '\n';
      },
      text_type, "no-cache");
}

/// Entries say who sold what: only a program of the market may read them all.
bool may_read_entries(const Caller& caller, const ledger::MarketId& market) {
  return caller.any([&](const Access& access) {
    return access.may(Deed::see_every_stall, {}) && access.market == market;
  });
}

net::Task<Response> show_tile(Services& services, Exchange& exchange) {
  const auto market = ledger::MarketId::parse(exchange.param("market"));
  const auto path = ledger::parse_tile_path(exchange.param("path"));
  if (!market || !path) return refuse(not_found("there is no such tile"));
  if (path->entries) {
    const Caller caller{exchange.request(), services.keys};
    if (!may_read_entries(caller, *market)) return refuse(no_access(caller));
  }
  return read_log(
      services, exchange,
      [market = *market, path = *path](ledger::Reader& reader) -> std::optional<std::string> {
        const auto checkpoint = reader.checkpoint(market);
        if (!checkpoint) return std::nullopt;
        return ledger::read_tile(reader, market, checkpoint->size, path);
      },
      "application/octet-stream",
      path->entries ? "private, max-age=31536000, immutable"
                    : "public, max-age=31536000, immutable");
}

std::optional<ledger::Seq> parse_seq(std::string_view text) {
  const auto seq = http::whole_number(text, ledger::number(ledger::last_seq_possible));
  if (!seq || *seq == 0) return std::nullopt;
  return ledger::Seq{*seq};
}

/// The decimal in the parameter, `otherwise` where it is absent; nothing for what is no number of
/// at most `max`.
std::optional<std::uint64_t> parse_parameter(const http::Query& query, std::string_view name,
                                             std::uint64_t otherwise, std::uint64_t max) {
  const auto text = query.find(name);
  return text ? http::whole_number(*text, max) : otherwise;
}

/// A page of entries as lines with their private parts, for a follower; empty past the end.
net::Task<Response> show_entries(Services& services, Exchange& exchange) {
  const auto market = ledger::MarketId::parse(exchange.param("market"));
  if (!market) return refuse(not_found("there is no such log"));
  const Caller caller{exchange.request(), services.keys};
  if (!may_read_entries(caller, *market)) return refuse(no_access(caller));
  const auto query = http::parse_query(exchange.request().query, {"after", "limit"});
  if (!query) return refuse(bad_request("bad_query", query.error().message()));
  const auto after = parse_parameter(*query, "after", 0, ledger::number(ledger::last_seq_possible));
  const auto limit =
      parse_parameter(*query, "limit", ledger::log_page_entries_max, ledger::log_page_entries_max);
  if (!after || !limit || *limit == 0) {
    return refuse(bad_request("bad_query", "after is a seq from 0 on, limit is 1 to 1000"));
  }
  return read_log(
      services, exchange,
      [market = *market, after = *after,
       limit = *limit](ledger::Reader& reader) -> std::optional<std::string> {
        std::string page;
        const ledger::FrozenView view{reader};
        reader.read(market, ledger::Seq{after}, limit, [&](const ledger::StoredEntry& stored) {
          page += ledger::print_lines(reader, market, stored);
          return page.size() < ledger::log_page_bytes_max;
        });
        return page;
      },
      "application/x-ndjson", "private, no-store");
}

/// Cash that a household notes in its own books.
bool is_of_household(const ledger::Entry& entry) {
  return entry.kind == ledger::Kind::cash_noted || entry.kind == ledger::Kind::cash_taken_back;
}

net::Task<Response> show_receipt(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto market = ledger::MarketId::parse(exchange.param("market"));
  const auto seq = parse_seq(exchange.param("seq"));
  if (!market || !seq) co_return not_found("there is no such entry");
  merchant::ShowRegistry what{*market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return not_found("there is no such entry");
  std::optional<ledger::Receipt> receipt;
  bool allowed = false;
  const bool ran = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    receipt = newest_receipt(reader, services, *market, *seq);
    allowed = receipt && caller.any([&](const Access& access) {
      return may_see_entry(access, ledger::decode(receipt->entry).value(), **asked.answer) &&
             *seq >= first_within_reach(access, reader);
    });
  });
  if (!ran) co_return problem_of(LaneState::busy);
  // Who may not see an entry is not told whether it is there.
  if (!allowed) co_return not_found("there is no such entry");
  co_return answer(receipt->print(), text_type, "private, no-cache");
}

}  // namespace

bool may_see_entry(const Access& access, const ledger::Entry& entry,
                   const merchant::Registry& registry) {
  if (access.market != entry.market) return false;
  if (access.may(Deed::see_every_stall, {})) return true;
  if (is_of_household(entry)) return access.may(Deed::keep_books, entry.stall);
  if (is_of_a_stall(access.role)) return !entry.stall.empty() && access.stall == entry.stall;
  return access.may(Deed::see_reconciliation, {}) && merchant::board_sees(registry, entry);
}

std::optional<ledger::Note> newest_checkpoint(ledger::Reader& reader, const Services& services,
                                              const ledger::MarketId& market) {
  const auto stored = reader.checkpoint(market);
  if (!stored) return std::nullopt;
  auto note = ledger::parse_note(stored->note).value();
  const auto cosigned = services.cosigned.find(market);
  return cosigned && cosigned->text == note.text ? *cosigned : note;
}

std::optional<ledger::Receipt> newest_receipt(ledger::Reader& reader, const Services& services,
                                              const ledger::MarketId& market, ledger::Seq seq) {
  if (const auto cosigned = services.cosigned.find(market)) {
    if (auto receipt = ledger::make_receipt(reader, market, seq, *cosigned)) return receipt;
  }
  const auto newest = newest_checkpoint(reader, services, market);
  if (!newest) return std::nullopt;
  return ledger::make_receipt(reader, market, seq, *newest);
}

void add_log_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/log/{market}/checkpoint", 0,
              [&](Exchange& exchange) { return show_checkpoint(services, exchange); }});
  router.add({Method::get, "/log/{market}/key", 0,
              [&](Exchange& exchange) { return show_key(services, exchange); }});
  router.add({Method::get, "/log/{market}/tile/{path...}", 0,
              [&](Exchange& exchange) { return show_tile(services, exchange); }});
  router.add({Method::get, "/log/{market}/entries", 0,
              [&](Exchange& exchange) { return show_entries(services, exchange); }});
  router.add({Method::get, "/v1/receipts/{market}/{seq}", 0,
              [&](Exchange& exchange) { return show_receipt(services, exchange); }});
}

}  // namespace chopay::api
