#include "gateway/api/sign_in.hpp"

#include <algorithm>

#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/vault_rows.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/people/password.hpp"
#include "gateway/people/password_rules.hpp"

namespace chopay::api {
namespace {

constexpr std::size_t agent_bytes_max = 120;
constexpr std::size_t address_bytes_max = 45;

/// "2001:db8:1:2" of "2001:db8:1:2:3::4", "2001:db8::" of "2001:db8::1".
std::string_view network_of(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return address;
  std::size_t colons = 0;
  for (std::size_t at = 0; at < address.size(); ++at) {
    if (address[at] != ':') continue;
    if (++colons == 4) return address.substr(0, at);
    if (at > 0 && address[at - 1] == ':') return address.substr(0, at + 1);
  }
  return address;
}

/// "203.0.113.7" of "::ffff:203.0.113.7", as a socket for both kinds of addresses names it.
std::string_view unmapped(std::string_view address) {
  constexpr std::string_view mapped = "::ffff:";
  const bool is_mapped = address.starts_with(mapped) && address.find('.') != std::string_view::npos;
  return is_mapped ? address.substr(mapped.size()) : address;
}

/// The delays' word on a try: nothing where it may be judged.
std::optional<std::chrono::seconds> must_wait(SignInDesk& desk, const Credentials& given,
                                              std::string_view who, ledger::Instant now) {
  if (const auto wait = desk.by_address.begin(given.address, now)) return wait;
  const auto wait = desk.by_account.begin(who, now);
  if (wait) desk.by_address.take_back(given.address);
  return wait;
}

}  // namespace

std::string whole_client_address(const http::Request& request,
                                 const std::vector<std::string>& proxies) {
  auto address = unmapped(request.peer);
  if (std::ranges::find(proxies, address) != proxies.end()) {
    std::string_view last;
    for (const auto& [name, value] : request.headers.fields()) {
      if (http::same_name(name, "X-Forwarded-For")) last = value;
    }
    last.remove_prefix(last.rfind(',') + 1);  // npos + 1 is 0
    while (last.starts_with(' ')) last.remove_prefix(1);
    if (!last.empty()) address = last.substr(0, address_bytes_max);
  }
  return std::string{unmapped(address)};
}

std::string client_address(const http::Request& request, const std::vector<std::string>& proxies) {
  const auto address = whole_client_address(request, proxies);
  return std::string{network_of(address)};
}

net::Task<std::optional<std::string>> hash_on(WorkerPool& pool, net::Loop& loop,
                                              ledger::Random& random, const std::string& secret) {
  std::optional<std::string> hash;
  WorkerPool::Work work = [&](std::size_t) { hash = people::hash_password(secret, random); };
  co_await pool.run(loop, std::move(work));
  co_return hash;
}

net::Task<std::optional<bool>> fits_on(WorkerPool& pool, net::Loop& loop, const std::string& secret,
                                       const std::string& hash) {
  std::optional<bool> fits;
  WorkerPool::Work work = [&](std::size_t) { fits = people::password_fits(secret, hash); };
  co_await pool.run(loop, std::move(work));
  co_return fits;
}

net::Task<Judged> judge(Services& services, const http::Exchange& exchange,
                        const Credentials& given) {
  auto& desk = services.desk;
  const auto now = services.clock.now();
  // The name is counted by its hash: a name of any length takes the same room.
  const auto who = account_hash(people::as_sign_in_name(given.name));
  Judged judged;
  if (const auto wait = must_wait(desk, given, who, now)) {
    judged.outcome = SignInOutcome::wait;
    judged.wait = *wait;
    co_return judged;
  }
  auto account = services.keys.accounts.find(people::as_sign_in_name(given.name));
  const bool length_fits = given.password.size() <= people::password_bytes_max;
  const std::string password = length_fits ? given.password : std::string{};
  const std::string hash = account ? account->password : people::nobodys_hash();
  const auto fits = co_await fits_on(desk.passwords, exchange.loop(), password, hash);
  if (!fits) {
    desk.by_address.take_back(given.address);
    desk.by_account.take_back(who);
    judged.outcome = SignInOutcome::busy;
    co_return judged;
  }
  const auto secret = account ? account->secret : people::CodeSecret{};
  const auto step = people::step_of_code(secret, given.code, now, account ? account->last_step : 0);
  auto row = account && *fits && step ? services.keys.accounts.accept(account->name, *step, hash)
                                      : std::optional<ledger::VaultChange>{};
  if (!row) {
    services.warn("sign_in_wrong", given.address, exchange.request().id);
    co_return judged;
  }
  desk.by_account.forgive(who);
  desk.by_address.take_back(given.address);
  judged.outcome = SignInOutcome::right;
  judged.account = std::move(account);
  judged.code_rows.push_back(std::move(*row));
  co_return judged;
}

net::Task<std::variant<std::string, http::Response>> change_authenticator(
    Services& services, const http::Exchange& exchange, const Session& session,
    const people::CodeSecret& secret, std::uint64_t step) {
  auto& accounts = services.keys.accounts;
  const auto before = accounts.find(session.account);
  auto row = accounts.set_secret(session.account, secret, step);
  if (!before || !row) co_return http::problem(404, "unknown_person");
  auto rows = services.keys.sessions.end_all(session.account);
  rows.push_back(std::move(*row));
  const std::string ended_already;
  auto opened = co_await open_session(services, exchange, session, std::move(rows), ended_already);
  if (std::holds_alternative<http::Response>(opened)) {
    // The vault has the app before: so has the next start.
    accounts.set_secret(session.account, before->secret, before->last_step);
    co_return opened;
  }
  services.warn("authenticator_changed", session.account, exchange.request().id);
  co_return opened;
}

Session new_session(const Services& services, const http::Request& request,
                    std::string_view account) {
  Session session;
  session.account = account;
  for (const char c : request.headers.get("User-Agent").substr(0, agent_bytes_max)) {
    session.agent += c >= ' ' && c < '\x7f' ? c : '?';
  }
  session.made_at = session.proved_at = session.seen_at = services.clock.now();
  return session;
}

net::Task<std::variant<std::string, http::Response>> open_session(
    Services& services, const http::Exchange& exchange, const Session& session,
    std::vector<ledger::VaultChange> rows, const std::string& old_id) {
  auto& sessions = services.keys.sessions;
  auto opened = sessions.open(session, services.random);
  rows.insert(rows.end(), opened.rows.begin(), opened.rows.end());
  if (!old_id.empty()) {
    const auto ended = sessions.end(key_hash(old_id));
    rows.insert(rows.end(), ended.begin(), ended.end());
  }
  const auto state = co_await keep_rows(services, exchange.loop(), std::move(rows));
  if (state != LaneState::answered) {
    sessions.end(key_hash(opened.id));
    co_return problem_of(state);
  }
  services.warn("signed_in", session.account + ' ' + key_id(key_hash(opened.id)),
                exchange.request().id);
  co_return std::move(opened.id);
}

}  // namespace chopay::api
