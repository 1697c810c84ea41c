#include "gateway/api/statements.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

#include "gateway/api/credit_answer.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/statement_import.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "merchant/board_view.hpp"
#include "merchant/statement/bookings.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
namespace statement = merchant::statement;
using http::Exchange;
using http::Response;

constexpr std::size_t statement_threads = 1;
constexpr std::size_t statements_waiting_max = 4;  // of 8 MB each
constexpr std::size_t statements_shown_max = 500;

json::object heading_object(const statement::Imported& heading) {
  return {{"file", heading.id},
          {"format", heading.format},
          {"bank", heading.account.bank},
          {"account", merchant::masked(heading.account)},
          {"from", to_string(heading.from)},
          {"to", to_string(heading.to)},
          {"lines", heading.lines},
          {"credits", {{"count", heading.credits}, {"sum", heading.credit_sum.count()}}}};
}

/// The same of one that was imported.
json::object imported_object(const statement::Imported& imported) {
  auto object = heading_object(imported);
  object["seq"] = ledger::number(imported.seq);
  object["imported_at"] = ledger::format_instant(imported.at);
  object["by"] = imported.by;
  return object;
}

struct Upload {
  statement::ReadOptions options;
  bool commit = false;
};

merchant::Result<Upload> read_upload(std::string_view text) {
  const auto bad = [](std::string what) {
    return merchant::Error{merchant::Errc::bad_statement, std::move(what)};
  };
  const auto query = http::parse_query(text, {"format", "bank", "account", "mapping", "commit"});
  if (!query) return bad(query.error().message());
  Upload upload;
  upload.options.format = query->get("format");
  upload.options.account = query->get("account");
  const auto bank_name = query->get("bank");
  if (!bank_name.empty()) {
    const auto* bank = qr::BankDirectory::standard().lookup(bank_name);
    if (!bank) return bad("no bank is called so");
    upload.options.bank = bank->bin;
  }
  if (const auto mapping = query->find("mapping")) {
    auto read = statement::read_mapping(*mapping);
    if (!read) return read.error();
    upload.options.mapping = std::move(*read);
  }
  const auto commit = query->get("commit");
  if (!commit.empty() && commit != "true" && commit != "false")
    return bad("commit is true or false");
  upload.commit = commit == "true";
  return upload;
}

/// A statement with problems: each by its row, nothing was compared.
Response refuse_statement(const std::vector<statement::Problem>& problems) {
  json::array rows;
  for (const auto& [row, column, what] : problems) {
    rows.push_back({{"row", row}, {"column", column}, {"problem", what}});
  }
  auto response = http::problem(422, "bad_statement", "it is read whole or not at all");
  auto body = json::parse(response.body).get_object();
  body["problems"] = std::move(rows);
  response.body = json::serialize(body);
  return response;
}

statement::Imported heading_of(const statement::Statement& read, std::string_view bytes,
                               const merchant::PayeeAccount& account, std::string by) {
  statement::Imported heading;
  heading.id = ledger::to_hex(ledger::sha256({bytes}));
  heading.format = read.format;
  heading.account = account;
  heading.from = read.from;
  heading.to = read.to;
  heading.lines = static_cast<std::int64_t>(read.lines.size());
  for (const auto& line : read.lines) {
    if (line.direction != merchant::Direction::in) continue;
    ++heading.credits;
    heading.credit_sum += line.amount;
  }
  heading.by = std::move(by);
  return heading;
}

/// What the ledger has of the statement's account, and how the two compare.
void compare_with(ledger::Reader& reader, const merchant::MarketId& market, StatementCheck& check) {
  const auto& [from, to] = std::pair{check.heading.from, check.heading.to};
  check.bookings = statement::bookings_of(reader, market, check.heading.account, from, to);
  check.comparison = statement::compare(check.statement.lines, check.bookings, from, to);
}

Response check_answer(const StatementCheck& check, bool committed) {
  auto body = committed ? imported_object(check.heading) : heading_object(check.heading);
  body["committed"] = committed;
  auto rows = statement::comparison_json(check.statement.lines, check.bookings, check.comparison,
                                         check.posted);
  for (auto& row : rows) body[row.key()] = std::move(row.value());
  return json_answer(json::serialize(body), committed ? 201 : 200);
}

/// Writes the answer on the pool's thread, since it may have megabytes; here where that is busy.
net::Task<Response> answer_apart(WorkerPool& pool, net::Loop& loop, const StatementCheck& check,
                                 bool committed) {
  std::optional<Response> answer;
  WorkerPool::Work work = [&](std::size_t) { answer = check_answer(check, committed); };
  co_await pool.run(loop, std::move(work));
  co_return answer ? std::move(*answer) : check_answer(check, committed);
}

/// Reads the file on the pool's thread, and writes what is to be kept of its lines.
net::Task<merchant::Result<void>> read_upload_file(WorkerPool& pool, net::Loop& loop,
                                                   const std::string& bytes, const Upload& upload,
                                                   StatementCheck& check) {
  merchant::Result<void> result = merchant::Error{ledger::Errc::queue_full};
  WorkerPool::Work work = [&](std::size_t) {
    auto read = statement::read_statement(bytes, upload.options);
    if (!read) {
      result = read.error();
      return;
    }
    result = {};
    check.statement = std::move(*read);
    check.kept_lines = statement::lines_text(check.statement.lines);
    if (upload.commit && check.kept_lines.size() > statement::stored_lines_bytes_max) {
      result = merchant::Error{merchant::Errc::bad_statement,
                               "it has too many lines to be kept; import it in parts, by days"};
    }
  };
  co_await pool.run(loop, std::move(work));
  co_return result;
}

net::Task<Response> post_statement(WorkerPool& pool, Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::import_statements);
  if (!access) co_return no_access(caller);
  const auto upload = read_upload(exchange.request().query);
  if (!upload) co_return bad_request("bad_query", upload.error().message());
  const auto& bytes = exchange.request().body;
  StatementCheck check;
  const auto read = co_await read_upload_file(pool, exchange.loop(), bytes, *upload, check);
  if (!read && read.error().code == ledger::Errc::queue_full) co_return problem_of(LaneState::busy);
  if (!read) co_return problem_of(read.error());
  const auto& problems = check.statement.problems;
  if (!problems.empty()) co_return refuse_statement(problems);
  merchant::ShowRegistry show{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), show);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto& registry = **asked.answer;
  const auto account =
      statement_account(registry, check.statement, !access->may(Deed::see_every_stall, {}));
  if (!account) co_return problem_of(account.error());
  check.heading = heading_of(check.statement, bytes, *account, actor(caller, *access));
  const bool compared = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    compare_with(reader, registry.market, check);
  });
  if (!compared) co_return problem_of(LaneState::busy);
  if (!upload->commit) co_return co_await answer_apart(pool, exchange.loop(), check, false);
  const auto state = co_await import_statement(services, exchange.loop(), registry.market,
                                               registry.sandbox, check);
  if (state != LaneState::answered) co_return problem_of(state);
  co_return co_await answer_apart(pool, exchange.loop(), check, true);
}

/// The statements of the caller's market that the caller may see.
struct SeenStatements {
  merchant::MarketId market;
  std::vector<statement::Imported> all;  ///< oldest first
};

net::Task<std::variant<SeenStatements, Response>> seen_statements(Services& services,
                                                                  Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::import_statements);
  if (!access) co_return no_access(caller);
  merchant::ShowStatements what{access->market};
  auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  auto& [registry, all] = *asked.answer;
  if (!access->may(Deed::see_every_stall, {})) {
    const auto is_hidden = [&stalls = *registry](const auto& one) {
      return !merchant::board_sees(stalls, one.account);
    };
    std::erase_if(all, is_hidden);
  }
  SeenStatements seen{access->market, std::move(all)};
  co_return seen;
}

net::Task<Response> list_statements(Services& services, Exchange& exchange) {
  const auto found = co_await seen_statements(services, exchange);
  if (const auto* refused = std::get_if<Response>(&found)) co_return *refused;
  const auto& all = std::get<SeenStatements>(found).all;
  json::array rows;
  for (auto one = all.rbegin(); one != all.rend() && rows.size() < statements_shown_max; ++one) {
    rows.push_back(imported_object(*one));
  }
  co_return json_answer(json::serialize(json::object{{"statements", std::move(rows)}}));
}

net::Task<Response> show_statement(WorkerPool& pool, Services& services, Exchange& exchange) {
  const auto asked = co_await seen_statements(services, exchange);
  if (const auto* refused = std::get_if<Response>(&asked)) co_return *refused;
  const auto& [market, all] = std::get<SeenStatements>(asked);
  const auto seq = seq_param(exchange, "seq");
  const auto found = std::ranges::find(all, seq, &statement::Imported::seq);
  if (found == all.end()) {
    co_return problem_of(merchant::Error{merchant::Errc::unknown_statement});
  }
  StatementCheck check;
  check.heading = *found;
  merchant::Result<void> lines_read;
  const auto read_lines = [&, market = market](ledger::Reader& reader) {
    auto lines = statement::stored_lines(reader, market, seq);
    if (!lines) {
      lines_read = lines.error();
      return;
    }
    check.statement.lines = std::move(*lines);
    compare_with(reader, market, check);
  };
  const bool read = co_await services.readers.run(exchange.loop(), read_lines);
  if (!read) co_return problem_of(LaneState::busy);
  if (!lines_read) co_return problem_of(lines_read.error());
  auto answer = co_await answer_apart(pool, exchange.loop(), check, true);
  answer.status = 200;
  co_return answer;
}

}  // namespace

void add_statement_routes(http::Router& router, Services& services) {
  using http::Method;
  const auto pool = std::make_shared<WorkerPool>(statement_threads, statements_waiting_max);
  router.add({Method::post, "/v1/statements", statement::file_bytes_max,
              [pool, &services](Exchange& exchange) {
                return post_statement(*pool, services, exchange);
              }});
  router.add({Method::get, "/v1/statements", 0,
              [&](Exchange& exchange) { return list_statements(services, exchange); }});
  router.add({Method::get, "/v1/statements/{seq}", 0, [pool, &services](Exchange& exchange) {
                return show_statement(*pool, services, exchange);
              }});
}

}  // namespace chopay::api
