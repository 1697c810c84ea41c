#include "gateway/app/witness.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>

#include "config/settings.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/stop_signals.hpp"
#include "gateway/app/witness_pull.hpp"
#include "gateway/http/server.hpp"
#include "ledger/clock.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/store.hpp"
#include "ledger/witness.hpp"

namespace chopay::app {
namespace {

constexpr int exit_cannot_watch = 2;
constexpr const char* plain_text = "text/plain; charset=utf-8";

std::vector<ledger::VerifierKey> keys_of(const std::vector<std::string>& texts) {
  std::vector<ledger::VerifierKey> keys;
  for (const auto& text : texts) {
    const auto key = ledger::parse_verifier_key(text);
    if (!key) throw config::BadSettings("--key: " + key.error().message());
    keys.push_back(*key);
  }
  return keys;
}

ledger::PrivateKey own_key(const cli::WitnessOptions& options) {
  const auto path = options.state + "/witness.key";
  if (auto key = ledger::load_private_key(path, ledger::KeyType::cosignature)) return *key;
  ledger::SystemRandom random;
  return ledger::create_private_key(path, options.name, ledger::KeyType::cosignature, random);
}

/// A witness with its folder: what it remembers is durable before it answers. Thread-safe.
class WitnessDesk {
 public:
  explicit WitnessDesk(const cli::WitnessOptions& options)
      : lock_((ledger::make_durable_directory(options.state), options.state + "/witness.lock")),
        path_(options.state + "/witness.state"),
        witness_(own_key(options), keys_of(options.keys)) {
    if (!std::filesystem::exists(path_)) return;
    std::ifstream file{path_, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    const auto resumed = witness_.resume(text.str());
    if (!resumed) throw config::BadSettings(path_ + ": " + resumed.error().message());
  }

  std::string key() const { return witness_.verifier().text(); }

  ledger::WitnessAnswer add_checkpoint(const std::string& body, ledger::CameBy came_by) {
    const std::lock_guard lock{mutex_};
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
    auto answer = witness_.add_checkpoint(body, now, came_by);
    if (!answer.evidence.empty()) log_error("log_contradicted", answer.evidence);
    if (answer.state) ledger::write_durable_file(path_, *answer.state);
    return answer;
  }

  std::optional<std::uint64_t> remembered_size(const std::string& origin) {
    const std::lock_guard lock{mutex_};
    return witness_.remembered_size(origin);
  }

  /// Signs what was asked of a log itself; true where it did.
  bool sign(const ledger::WitnessRequest& request) {
    const auto answer = add_checkpoint(request.print(), ledger::CameBy::fetch);
    if (answer.status != 200) {
      log_warning("not_signed", std::to_string(answer.status) + ' ' + answer.body);
      return false;
    }
    const auto origin = request.checkpoint.text.substr(0, request.checkpoint.text.find('\n'));
    const std::lock_guard lock{mutex_};
    cosigned_[origin] = request.checkpoint.print() + answer.body;
    return true;
  }

  /// The newest note that sign() has signed, with the signature, since this process began.
  std::optional<std::string> cosigned(const std::string& origin) {
    const std::lock_guard lock{mutex_};
    const auto note = cosigned_.find(origin);
    if (note == cosigned_.end()) return std::nullopt;
    return note->second;
  }

 private:
  ledger::FileLock lock_;
  std::string path_;
  ledger::SystemClock clock_;
  std::mutex mutex_;
  ledger::Witness witness_;
  std::map<std::string, std::string> cosigned_;  ///< by origin, of which there are as many as keys
};

http::Response text_response(int status, std::string body, std::string content_type) {
  http::Response response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  return response;
}

http::Router routes(WitnessDesk& desk) {
  http::Router router;
  router.add({http::Method::post, "/add-checkpoint", ledger::witness_request_bytes_max,
              [&desk](http::Exchange& exchange) -> net::Task<http::Response> {
                auto answer = desk.add_checkpoint(exchange.request().body, ledger::CameBy::push);
                co_return text_response(answer.status, std::move(answer.body),
                                        std::move(answer.content_type));
              }});
  router.add({http::Method::get, "/key", 0, [&desk](http::Exchange&) -> net::Task<http::Response> {
                co_return text_response(200, desk.key() + '\n', plain_text);
              }});
  router.add({http::Method::get, "/cosigned/{origin...}", 0,
              [&desk](http::Exchange& exchange) -> net::Task<http::Response> {
                auto note = desk.cosigned(std::string{exchange.param("origin")});
                const int status = note ? 200 : 404;
                if (!note) note = "nothing of this log was signed yet\n";
                co_return text_response(status, std::move(*note), plain_text);
              }});
  return router;
}

int run(const cli::WitnessOptions& options) {
  const StopSignals signals;
  config::Settings settings;
  config::set_listen(settings, options.listen);
  WitnessDesk desk{options};
  net::IoThreads threads{1};
  http::ServerSettings server_settings;
  server_settings.address = settings.address;
  server_settings.port = settings.port;
  server_settings.hosts = {settings.address, "localhost"};
  server_settings.connections_max = 64;
  http::Server server{server_settings, routes(desk), threads};
  const auto port = server.start();
  if (!port) throw config::BadSettings("cannot listen on " + options.listen);
  threads.start();
  std::cout << desk.key() << std::endl;
  log_info("serving", "http://" + settings.address + ':' + std::to_string(*port));
  std::optional<WitnessPull> pull;
  if (!options.logs.empty()) {
    pull.emplace(
        options.logs, [&desk](const std::string& origin) { return desk.remembered_size(origin); },
        [&desk](const ledger::WitnessRequest& request) { return desk.sign(request); });
  }
  signals.wait();
  pull.reset();
  server.stop();
  threads.stop();
  return 0;
}

}  // namespace

int witness(const cli::WitnessOptions& options) {
  try {
    start_log();
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << "chopay: " << error.what() << '\n';
    return exit_cannot_watch;
  }
}

}  // namespace chopay::app
