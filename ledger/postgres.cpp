#include "ledger/postgres.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <utility>

namespace chopay::ledger::postgres {
namespace {

constexpr unsigned number_type = 20;  // pg_type.dat
constexpr const char* connect_seconds = "2";

/// What the server said, without the statement and its values, which may hold private parts.
std::string sentence_of(const PGresult* result) {
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return std::string{"PostgreSQL: "} + (message ? message : "no answer");
}

/// The failure that an answer tells of, if it does.
std::optional<Failure> failure_of(const PGresult* result) {
  const auto status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_PIPELINE_SYNC) {
    return std::nullopt;
  }
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return Failure{sentence_of(result), state ? state : ""};
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption[], FreeOptions>;

Options parse_url(const std::string& url) {
  if (!url.starts_with("postgres://") && !url.starts_with("postgresql://")) return nullptr;
  return Options{PQconninfoParse(url.c_str(), nullptr)};
}

std::string value_of(const Options& options, std::string_view keyword) {
  for (const auto* one = options.get(); one->keyword; ++one) {
    if (keyword == one->keyword && one->val) return one->val;
  }
  return {};
}

/// A socket's folder, or an address of this machine; libpq takes an empty one for the socket.
bool is_here(const std::string& host) {
  return host.empty() || host.front() == '/' || host == "localhost" || host == "127.0.0.1" ||
         host == "::1";
}

bool all_here(std::string_view hosts) {
  for (;;) {
    const auto comma = hosts.find(',');
    if (!is_here(std::string{hosts.substr(0, comma)})) return false;
    if (comma == std::string_view::npos) return true;
    hosts.remove_prefix(comma + 1);
  }
}

/// The URL's settings, and ours where it has none.
std::map<std::string, std::string> settings_of(const Options& options) {
  std::map<std::string, std::string> settings;
  for (const auto* one = options.get(); one->keyword; ++one) {
    if (one->val) settings[one->keyword] = one->val;
  }
  if (!all_here(value_of(options, "host"))) {
    settings.emplace("sslmode", "verify-full");
    settings.emplace("sslrootcert", "/etc/ssl/certs/ca-certificates.crt");
  }
  // Of several hosts, the one that takes writes: what is read must have all that was written.
  settings.emplace("target_session_attrs", "read-write");
  settings.emplace("connect_timeout", connect_seconds);
  settings.emplace("tcp_user_timeout", "10000");
  settings.emplace("keepalives_idle", "10");
  settings.emplace("keepalives_interval", "3");
  settings.emplace("keepalives_count", "3");
  settings.emplace("application_name", "chopay");
  settings.emplace("client_encoding", "UTF8");
  return settings;
}

PGconn* connect(const std::string& url) {
  const auto options = parse_url(url);
  if (!options) throw StoreFailure("the ledger's address is not a postgres:// URL");
  std::vector<const char*> names;
  std::vector<const char*> values;
  const auto settings = settings_of(options);
  for (const auto& [name, value] : settings) {
    names.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  return PQconnectdbParams(names.data(), values.data(), 0);
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace

bool Failure::passes() const {
  // 08: connection; 57P: shutdown; 40001, 40P01: serialization, deadlock; 25006: a replica now.
  const auto state = sqlstate();
  return state.empty() || state.starts_with("08") || state.starts_with("57P") || state == "40001" ||
         state == "40P01" || state == "25006";
}

void Rows::clear(pg_result* result) {
  PQclear(result);
}

int Rows::size() const {
  return PQntuples(result_.get());
}

std::int64_t Rows::number(int row, int column) const {
  const auto text = bytes(row, column);
  if (PQftype(result_.get(), column) != number_type || text.size() != 8) {
    throw StoreFailure("PostgreSQL: a number is not an int8");
  }
  std::uint64_t number = 0;
  for (const char c : text) number = number << 8 | static_cast<unsigned char>(c);
  return std::bit_cast<std::int64_t>(number);
}

std::string_view Rows::bytes(int row, int column) const {
  if (is_null(row, column)) throw StoreFailure("PostgreSQL: a value is missing");
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

Hash Rows::hash(int row, int column) const {
  const auto stored = bytes(row, column);
  Hash hash{};
  if (stored.size() != hash.size()) throw StoreFailure("a stored hash is not 32 bytes");
  std::memcpy(hash.data(), stored.data(), hash.size());
  return hash;
}

bool Rows::is_null(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}

Connection::Connection(const std::string& url, std::chrono::milliseconds answer_max)
    : connection_(connect(url)), answer_max_(answer_max) {
  if (PQstatus(connection_) != CONNECTION_OK || PQsetnonblocking(connection_, 1) != 0) {
    const auto said = one_line(std::string{"PostgreSQL: "} + PQerrorMessage(connection_));
    PQfinish(connection_);
    throw Failure{said, {}};
  }
  // Notices go to nobody: by default libpq writes them to the standard error.
  PQsetNoticeReceiver(
      connection_, [](void*, const PGresult*) {}, nullptr);
}

Connection::~Connection() {
  PQfinish(connection_);
}

bool Connection::is_lost() const {
  return lost_ || PQstatus(connection_) != CONNECTION_OK;
}

void Connection::fail() {
  lost_ = true;
  throw Failure(one_line(std::string{"PostgreSQL: "} + PQerrorMessage(connection_)), {});
}

void Connection::wait(bool to_write) {
  const auto left = until_ - std::chrono::steady_clock::now();
  const auto left_ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  pollfd socket{PQsocket(connection_), static_cast<short>(POLLIN | (to_write ? POLLOUT : 0)), 0};
  const int ready = left_ms > 0 ? poll(&socket, 1, static_cast<int>(left_ms)) : 0;
  if (ready < 0 && errno == EINTR) return;
  if (ready <= 0) {
    // Whatever comes later would be taken for the answer to something else.
    lost_ = true;
    throw Failure("PostgreSQL: no answer within the time", {});
  }
  if (PQconsumeInput(connection_) == 0) fail();
}

void Connection::flush() {
  for (int left = PQflush(connection_); left != 0; left = PQflush(connection_)) {
    if (left < 0) fail();
    wait(true);
  }
}

pg_result* Connection::answer() {
  while (PQisBusy(connection_) != 0) wait(false);
  return PQgetResult(connection_);
}

/// Reads all answers to one thing that was sent; throws the first failure among them.
Rows Connection::last_answer() {
  flush();
  Rows rows{nullptr};
  std::optional<Failure> failed;
  while (auto* result = answer()) {
    rows = Rows{result};
    if (!failed) failed = failure_of(result);
  }
  if (failed) throw Failure{*failed};
  return rows;
}

void Connection::run(const std::string& sql) {
  until_ = std::chrono::steady_clock::now() + answer_max_;
  if (PQsendQuery(connection_, sql.c_str()) == 0) fail();
  last_answer();
}

const std::string& Connection::prepared(std::string_view sql, const Parameters& parameters) {
  if (const auto known = names_.find(sql); known != names_.end()) return known->second;
  const auto name = "s" + std::to_string(names_.size() + 1);
  std::string text{sql};
  if (PQsendPrepare(connection_, name.c_str(), text.c_str(),
                    static_cast<int>(parameters.types_.size()), parameters.types_.data()) == 0) {
    fail();
  }
  last_answer();
  return names_.emplace(std::move(text), name).first->second;
}

void Connection::send(const std::string& name, const Parameters& parameters) {
  const auto count = parameters.values_.size();
  std::vector<const char*> values(count);
  std::vector<int> lengths(count);
  const std::vector<int> binary(count, 1);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = parameters.nulls_[i] ? nullptr : parameters.values_[i].data();
    lengths[i] = static_cast<int>(parameters.values_[i].size());
  }
  if (PQsendQueryPrepared(connection_, name.c_str(), static_cast<int>(count), values.data(),
                          lengths.data(), binary.data(), 1) == 0) {
    fail();
  }
}

Rows Connection::ask(std::string_view sql, const Parameters& parameters) {
  until_ = std::chrono::steady_clock::now() + answer_max_;
  send(prepared(sql, parameters), parameters);
  return last_answer();
}

namespace {

/// Leaves pipeline mode when the answers were read, also where one was a failure.
class Pipeline {
 public:
  explicit Pipeline(PGconn* connection) : connection_(connection) {
    PQenterPipelineMode(connection_);
  }
  ~Pipeline() { PQexitPipelineMode(connection_); }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

 private:
  PGconn* connection_;
};

}  // namespace

void Connection::run_together(std::span<const Call> calls) {
  until_ = std::chrono::steady_clock::now() + answer_max_;
  // What a server makes of a mere BEGIN may be another level, which fails where this one waits.
  const Call begin{"BEGIN ISOLATION LEVEL READ COMMITTED", {}};
  const Call commit{"COMMIT", {}};
  std::vector<std::pair<const std::string*, const Parameters*>> steps;
  const auto add = [&](const Call& call) {
    steps.emplace_back(&prepared(call.sql, call.parameters), &call.parameters);
  };
  add(begin);
  std::ranges::for_each(calls, add);
  add(commit);
  const auto failed = run_steps(steps);
  if (!failed) return;
  if (!is_lost()) end_read();
  throw Failure{*failed};
}

std::optional<Failure> Connection::run_steps(std::span<const Step> steps) {
  const Pipeline pipeline{connection_};
  for (const auto& [name, parameters] : steps) {
    send(*name, *parameters);
    flush();  // TLS must not be given more while it has not taken what it had
  }
  if (PQpipelineSync(connection_) == 0) fail();
  flush();
  std::optional<Failure> failed;
  std::string last_tag;
  for (;;) {
    auto* result = answer();
    if (!result) {
      if (is_lost()) fail();
      continue;  // the end of one statement's answers
    }
    const Rows rows{result};
    if (!failed) failed = failure_of(result);
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) break;
    last_tag = PQcmdStatus(result);
  }
  // A transaction that was given up answers COMMIT with the word ROLLBACK.
  if (!failed && last_tag != "COMMIT")
    failed = Failure("PostgreSQL: nothing was committed", "40000");
  return failed;
}

void Connection::end_read() noexcept {
  try {
    run("ROLLBACK");
  } catch (const StoreFailure&) {
    lost_ = true;
  }
}

std::string Connection::quoted_name(const std::string& name) {
  const std::unique_ptr<char, void (*)(void*)> quoted{
      PQescapeIdentifier(connection_, name.c_str(), name.size()), PQfreemem};
  if (!quoted) fail();
  return quoted.get();
}

std::string check_url(const std::string& url) {
  const auto options = parse_url(url);
  if (!options) return "not a URL of the form postgres://user@host/database";
  if (!value_of(options, "password").empty()) {
    return "a password in a URL is seen by all: put it into a file of mode 0600 and name it with "
           "?passfile=/path (a line host:port:database:user:password)";
  }
  if (value_of(options, "dbname").empty()) return "it names no database";
  return {};
}

}  // namespace chopay::ledger::postgres
