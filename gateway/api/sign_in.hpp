#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/api/accounts.hpp"
#include "gateway/api/sessions.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/http/exchange.hpp"
#include "gateway/people/delays.hpp"

namespace chopay::api {

struct Services;

/// Where passwords and PINs are judged: a thread for each, at most so many that wait for it, and
/// delays for who guesses.
struct SignInDesk {
  static constexpr std::size_t waiting_max = 8;  ///< a third of a second; more are turned away
  WorkerPool passwords{1, waiting_max};
  /// Apart, so that whoever storms the sign-in, which is open to all, keeps no stall from selling.
  WorkerPool pins{1, waiting_max};
  people::Delays by_account{{5, std::chrono::seconds{2}, std::chrono::minutes{5}}};
  /// More is free here: a market's office may have one address.
  people::Delays by_address{{20, std::chrono::seconds{2}, std::chrono::minutes{5}}};
  /// Reverse proxies, whose X-Forwarded-For is believed.
  std::vector<std::string> proxies = {};
};

/// Whom a request comes from, for delays: its peer, or behind one of the proxies the last address
/// that this one has written; of an IPv6 address the network (/64), since whoever has one has all.
std::string client_address(const http::Request& request, const std::vector<std::string>& proxies);
/// The same, but one address and not its network.
std::string whole_client_address(const http::Request& request,
                                 const std::vector<std::string>& proxies);

/// What somebody gives to be let in.
struct Credentials {
  std::string name;
  std::string password;
  std::string code;
  std::string address;  ///< client_address()
};

enum class SignInOutcome {
  right,
  wrong,  ///< name, password or code: which of them is nobody's business
  wait,   ///< too many wrong ones: in `wait`
  busy,   ///< the desk has too much to do: send it again
};

struct Judged {
  SignInOutcome outcome = SignInOutcome::wrong;
  std::chrono::seconds wait{0};
  std::optional<Account> account = {};              ///< when right
  std::vector<ledger::VaultChange> code_rows = {};  ///< when right: to be kept; the code is spent
};

/// Judges them, for this request. Takes as long, and says the same, for a name that nobody has.
/// What is passed must outlive the task.
net::Task<Judged> judge(Services& services, const http::Exchange& exchange,
                        const Credentials& given);

/// Opens a session for an account whose credentials were right, and ends the one of `old_id` (may
/// be empty). Gives the new id, or the answer that says why there is none. What is passed must
/// outlive the task.
net::Task<std::variant<std::string, http::Response>> open_session(
    Services& services, const http::Exchange& exchange, const Session& session,
    std::vector<ledger::VaultChange> rows, const std::string& old_id);

/// Has the session's account show its codes by another app, whose code of that step was given: the
/// app before opens nothing any more, and whoever was signed in is out. Gives the new session's id,
/// or the answer that says why nothing has changed. What is passed must outlive the task.
net::Task<std::variant<std::string, http::Response>> change_authenticator(
    Services& services, const http::Exchange& exchange, const Session& session,
    const people::CodeSecret& secret, std::uint64_t step);

/// A session that begins now, from this request.
Session new_session(const Services& services, const http::Request& request,
                    std::string_view account);

/// The argon2id hash, made on a thread of the pool; nothing where it has too much to do. All must
/// outlive the task.
net::Task<std::optional<std::string>> hash_on(WorkerPool& pool, net::Loop& loop,
                                              ledger::Random& random, const std::string& secret);
/// Whether the secret fits the hash; nothing where the pool has too much to do.
net::Task<std::optional<bool>> fits_on(WorkerPool& pool, net::Loop& loop, const std::string& secret,
                                       const std::string& hash);

}  // namespace chopay::api
