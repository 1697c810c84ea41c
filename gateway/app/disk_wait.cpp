#include "gateway/app/disk_wait.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "gateway/api/problems.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/server_settings.hpp"
#include "gateway/http/server.hpp"
#include "ledger/disk_room.hpp"
#include "ledger/open_store.hpp"

namespace chopay::app {
namespace {

/// Also the least that passes between two tries of a disk that fails each time.
constexpr std::chrono::seconds disk_look_every{1};
/// As much as any address takes: what is too long is told by the gateway, not here.
constexpr std::size_t body_bytes_max = 8u << 20;

net::Task<http::Response> tell_that_it_lives(http::Exchange&) {
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "ok\n";
  co_return response;
}

net::Task<http::Response> come_back(http::Exchange&) {
  co_return api::problem_of(api::LaneState::disk_read_only);
}

/// The process lives; all else is answered 503, so that nothing that a bank sends is lost.
http::Router waiting_routes() {
  using http::Method;
  http::Router router;
  router.add({Method::get, "/healthz", 0, tell_that_it_lives});
  for (const auto method : {Method::get, Method::post, Method::put, Method::delete_}) {
    for (const char* pattern : {"/", "/{anything...}"}) {
      router.add({method, pattern, body_bytes_max, come_back});
    }
  }
  return router;
}

bool disk_is_back(const config::Settings& settings) {
  const bool is_there = std::filesystem::exists(settings.data + "/ledger.db") ||
                        ledger::postgres_url_of(settings.data).has_value();
  if (!is_there) return false;
  std::vector<std::string> folders{settings.data};
  if (!settings.head_guard.empty()) {
    const auto guard = std::filesystem::absolute(settings.head_guard);
    folders.push_back(guard.parent_path().string());
  }
  for (const auto& folder : folders) {
    if (ledger::disk_refusal(folder) || !ledger::takes_writes(folder)) return false;
  }
  return true;
}

}  // namespace

bool wait_for_disk(const config::Settings& settings, const StopSignals& signals) {
  log_error("waiting_for_disk", "the disk of " + settings.data +
                                    " has failed; everything is answered 503 until it takes writes "
                                    "(look in the kernel's log for the reason)");
  net::IoThreads threads{1};
  http::Server server{server_settings_of(settings), waiting_routes(), threads};
  if (const auto port = server.start(); !port) {
    log_error("not_listening", port.error().message());  // nobody is answered: no harm is done
  }
  threads.start();
  bool stop = false;
  do {
    stop = signals.wait_for(disk_look_every, [] {});
  } while (!stop && !disk_is_back(settings));
  server.stop();
  threads.stop();
  if (stop) return false;
  ledger::forget_cached_pages(settings.data);
  log_info("disk_is_back", "the ledger is read anew as it is there");
  return true;
}

}  // namespace chopay::app
