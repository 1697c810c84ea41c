#include "gateway/app/serve.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "gateway/app/clock_route.hpp"
#include "gateway/app/disk_wait.hpp"
#include "gateway/app/freed_memory.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/offline_commands.hpp"
#include "gateway/app/sandbox.hpp"
#include "gateway/app/set_up_routes.hpp"
#include "gateway/app/sources.hpp"
#include "gateway/app/stop_signals.hpp"
#include "gateway/app/try_route.hpp"
#include "ledger/disk_room.hpp"

namespace chopay::app {
namespace {

constexpr int exit_ledger_failed = 74;  // EX_IOERR
/// Whether the gateway that leads is still there.
constexpr std::chrono::milliseconds look_every{200};

/// As many open files as the system lets this process have: each connection is one.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

config::Settings settings_of(const cli::ServeOptions& options) {
  config::Settings settings;
  if (!options.config.empty()) settings = config::read_settings(options.config);
  if (!options.listen.empty()) config::set_listen(settings, options.listen);
  if (!options.data.empty()) settings.data = options.data;
  // The sandbox has none: who throws its folder away wants to begin anew.
  if (!options.sandbox && settings.head_guard.empty()) {
    settings.head_guard =
        std::filesystem::path{settings.data + "/."}.parent_path().string() + ".head";
  }
  if (const auto path = sources_path(settings.data);
      !options.sandbox && std::filesystem::exists(path)) {
    for (auto& source : config::read_sources(path)) settings.sources.push_back(std::move(source));
  }
  return settings;
}

void print_sandbox(const sandbox::SandboxFile& file, const std::string& data) {
  std::cout << "Sandbox market " << file.market << " is open (play money only).\n"
            << "  till     " << file.till << "\n"
            << "  shopper  " << file.shopper << "\n"
            << "  board    " << file.board << "\n"
            << "Pay the shopper's code as a phone and its bank would:\n"
            << "  build/release/chopay pay " << file.shopper << " --data " << data << std::endl;
}

/// The file may have other sources now, their files other secrets. A sandbox keeps those that it
/// made for itself, its `own`.
void reload(Gateway& gateway, const cli::ServeOptions& options,
            std::span<const config::Source> own) {
  try {
    auto settings = settings_of(options);
    settings.sources.insert(settings.sources.end(), own.begin(), own.end());
    gateway.reload(settings);
    log_info("reloaded", std::to_string(settings.sources.size()) + " sources");
  } catch (const std::exception& failure) {
    log_error("not_reloaded", failure.what());
  }
}

/// Ends a set-up that was broken off, or begins one where there is no market: the path of the page
/// that somebody must open then, else nothing. Before the gateway starts.
std::string prepare_set_up(SetUp& set_up, Gateway& gateway, const cli::ServeOptions& options,
                           const config::Settings& settings) {
  const auto& data = settings.data;
  if (const auto plan = kept_plan(data)) {
    gateway.services().invitations.load(gateway.store().own_reader());
    return "/enrol/" + carry_out(*plan, gateway, data);
  }
  if (!gateway.store().own_reader().heads().empty()) return {};
  const auto token = set_up.begin(
      gateway.random(), gateway.clock().now(), data, [&gateway, &options, data](const auto& plan) {
        auto code = carry_out(plan, gateway, data);
        gateway.services().feeders.replace(feeders_of(settings_of(options).sources));
        return code;
      });
  return "/setup/" + token;
}

void print_link(const SetUp& set_up, const std::string& url) {
  std::cout << (set_up.is_pending()
                    ? "There is no market yet. Set it up in a browser: open this, once and within "
                      "half an hour\n  "
                    : "The set-up is complete. Let the first board manager open this, once and "
                      "within a day\n  ")
            << url << std::endl;
}

/// Waits until this gateway leads, and passes on meanwhile what it is asked. False where it was
/// told to stop.
bool stand_by(Gateway& gateway, const StopSignals& signals, const std::function<void()>& reload) {
  log_info("standing_by", gateway.services().public_url);
  while (!gateway.try_to_lead()) {
    if (signals.wait_for(look_every, reload)) return false;
  }
  return true;
}

/// A sandbox has its own time (`clock`), and waits for its ledger; any other may be set up by a
/// page, and stand by.
Gateway::Extras extras_of(const std::shared_ptr<sandbox::SettableClock>& clock, SetUp& set_up,
                          const StopSignals& signals) {
  Gateway::Extras extras;
  extras.keep_waiting = [&] { return !signals.wait_for(std::chrono::milliseconds{0}); };
  if (clock) {
    extras.clock = clock;
    extras.add_routes = [&time = *clock](http::Router& router, api::Services& services) {
      services.keys_in_links = true;  // a till and a board are opened with one click
      add_clock_routes(router, services, time);
      add_try_route(router, services, time);
    };
    return extras;
  }
  extras.may_stand_by = true;
  extras.wrap = [&](const http::Route& row, http::Handler handler) {
    return behind_set_up(row, std::move(handler), set_up);
  };
  extras.add_routes = [&](http::Router& router, api::Services& services) {
    add_set_up_routes(router, services, set_up);
  };
  return extras;
}

/// How a gateway has ended.
struct Ended {
  int code = 0;
  std::uint16_t port = 0;  ///< where it listened
  bool disk_failed = false;
};

/// What a start finds configured, with the files of a set-up that was broken off.
config::Settings settings_at_start(const cli::ServeOptions& options) {
  auto settings = settings_of(options);
  if (options.sandbox) return settings;
  const auto plan = kept_plan(settings.data);
  if (!plan) return settings;
  write_source_files(*plan, settings.data);
  return settings_of(options);
}

/// Serves until it is told to stop or the ledger fails. `port`, where it is not 0, is that of the
/// gateway before.
Ended serve_once(const cli::ServeOptions& options, const StopSignals& signals, std::uint16_t port) {
  auto settings = settings_at_start(options);
  if (port != 0) settings.port = port;
  ledger::SystemRandom random;
  std::optional<Sandbox> sandbox;
  const auto sources_of_file = settings.sources.size();
  if (options.sandbox) sandbox = Sandbox::prepare(settings, random);
  std::shared_ptr<sandbox::SettableClock> clock;
  if (sandbox) clock = std::make_shared<sandbox::SettableClock>(settings.data);

  SetUp set_up;
  std::atomic<bool> failed{false};
  auto extras = extras_of(clock, set_up, signals);
  extras.on_failure = [&] {
    failed = true;
    ::kill(::getpid(), SIGTERM);
  };
  Gateway gateway{settings, std::move(extras)};
  if (sandbox) sandbox->furnish(gateway);
  std::string link;
  const bool leads_at_once = gateway.leads();
  if (leads_at_once && !sandbox) link = prepare_set_up(set_up, gateway, options, settings);
  const auto listens_at = gateway.start();
  if (!listens_at) {
    std::cerr << "chopay: cannot listen on " << settings.address << ':' << settings.port << ": "
              << listens_at.error().message() << '\n';
    return {exit_not_run};
  }
  const auto ended = [&] {
    return Ended{failed ? exit_ledger_failed : 0, *listens_at,
                 failed && gateway.has_lost_its_disk()};
  };
  const auto read_again = [&] {
    reload(gateway, options, std::span{settings.sources}.subspan(sources_of_file));
  };
  if (!leads_at_once) {
    if (!stand_by(gateway, signals, read_again)) {
      gateway.stop();
      return ended();
    }
    link = prepare_set_up(set_up, gateway, options, settings);
    gateway.begin_leading();
  }
  // The links first: who waits for "serving" finds them printed.
  if (!link.empty()) print_link(set_up, gateway.services().public_url + link);
  if (sandbox) print_sandbox(sandbox->announce(gateway), settings.data);
  log_info("serving", gateway.services().public_url);
  signals.wait(read_again);
  gateway.stop();
  set_up.end();
  log_info("stopped");
  return ended();
}

/// The gateway after one whose disk had failed: that it has not come back after all is no end.
Ended serve_again(const cli::ServeOptions& options, const StopSignals& signals,
                  std::uint16_t port) {
  try {
    return serve_once(options, signals, port);
  } catch (const ledger::DiskFailure& failure) {
    log_error("ledger_failed", failure.what());
    return {exit_ledger_failed, port, true};
  }
}

int run(const cli::ServeOptions& options) {
  const StopSignals signals{StopSignals::Hangup::waited_for};
  raise_descriptor_limit();
  keep_freed_memory();
  auto ended = serve_once(options, signals, 0);
  // A ledger on another machine is not waited for here: its store does that.
  while (ended.disk_failed) {
    auto settings = settings_of(options);
    settings.port = ended.port;
    if (!wait_for_disk(settings, signals)) return 0;
    ended = serve_again(options, signals, ended.port);
  }
  return ended.code;
}

}  // namespace

// What a full disk breaks first is anything; what the operator must hear is that it is full.
int serve(const cli::ServeOptions& options) {
  return guarded([&] {
    try {
      return run(options);
    } catch (const ledger::StoreFailure& failure) {
      const auto settings = settings_of(options);
      for (const auto& path : {settings.data, settings.head_guard}) {
        const auto refused = ledger::disk_refusal(path);
        if (!refused) continue;
        std::cerr << "chopay: " << failure.what() << ": " << refused->text << '\n';
        return exit_ledger_failed;
      }
      throw;
    }
  });
}

}  // namespace chopay::app
