#include "gateway/app/witness.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "config/settings.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/stop_signals.hpp"
#include "gateway/http/server.hpp"
#include "ledger/clock.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/store.hpp"
#include "ledger/witness.hpp"

namespace chopay::app {
namespace {

constexpr int exit_not_run = 2;

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

/// A witness with its folder: what it remembers is durable before it answers. One I/O thread.
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

  http::Response add_checkpoint(const http::Request& request) {
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
    const auto answer = witness_.add_checkpoint(request.body, now);
    if (!answer.evidence.empty()) std::cerr << answer.evidence << std::endl;
    if (answer.state) ledger::write_durable_file(path_, *answer.state);
    http::Response response;
    response.status = answer.status;
    response.content_type = answer.content_type;
    response.body = answer.body;
    return response;
  }

 private:
  ledger::FileLock lock_;
  std::string path_;
  ledger::SystemClock clock_;
  ledger::Witness witness_;
};

http::Router routes(WitnessDesk& desk) {
  http::Router router;
  router.add({http::Method::post, "/add-checkpoint", ledger::witness_request_bytes_max,
              [&desk](http::Exchange& exchange) -> net::Task<http::Response> {
                co_return desk.add_checkpoint(exchange.request());
              }});
  router.add({http::Method::get, "/key", 0, [&desk](http::Exchange&) -> net::Task<http::Response> {
                http::Response response;
                response.content_type = "text/plain; charset=utf-8";
                response.body = desk.key() + '\n';
                co_return response;
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
  signals.wait();
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
    return exit_not_run;
  }
}

}  // namespace chopay::app
