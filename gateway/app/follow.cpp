#include "gateway/app/follow.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "config/settings.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/log_client.hpp"
#include "gateway/app/stop_signals.hpp"
#include "ledger/error.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/follow.hpp"
#include "ledger/open_store.hpp"

namespace chopay::app {
namespace {

using namespace std::chrono_literals;

constexpr int exit_followed = 0;
constexpr int exit_log_wrong = 1;
constexpr int exit_cannot_follow = 2;
constexpr std::chrono::milliseconds pause_when_level = 1s;
constexpr std::chrono::milliseconds pause_when_away_max = 60s;
constexpr std::size_t key_line_bytes_max = 1'024;

/// The first line of the file; empty where it cannot be read or is no line of a key.
std::string read_line(const std::string& path) {
  std::array<char, key_line_bytes_max> line{};
  std::ifstream file{path, std::ios::binary};
  return file.getline(line.data(), line.size()) ? line.data() : "";
}

ledger::VerifierKey parse_log_key(const std::string& text, const std::string& from,
                                  const ledger::MarketId& market) {
  const auto key = ledger::parse_verifier_key(text);
  if (!key) throw config::BadSettings(from + ": " + key.error().message());
  if (key->type != ledger::KeyType::note || !key->name.ends_with('/' + market.text())) {
    throw config::BadSettings(from + ": not the key of a log of market " + market.text());
  }
  return *key;
}

/// The key that was given, or else the one that the log gave at the first start: that is kept, so
/// that a later start cannot be shown another log.
ledger::VerifierKey log_key_of(const cli::FollowOptions& options, const ledger::MarketId& market,
                               LogClient& log) {
  const auto path = options.data + "/followed.vkey";
  std::string given = options.log_key;
  if (std::filesystem::exists(path)) {
    const auto kept = read_line(path);
    if (!given.empty() && given != kept) {
      throw config::BadSettings("--log-key is not the key in " + path + " that this copy follows");
    }
    return parse_log_key(kept, path, market);
  }
  if (given.empty()) {
    const auto fetched = log.key();
    if (!fetched) throw config::BadSettings(fetched.error().message());
    given = *fetched;
    log_warning("log_key_trusted",
                given + " as the log itself says; compare it with `chopay log key`");
  }
  auto key = parse_log_key(given, "the log's key", market);
  ledger::write_durable_file(path, given + '\n');
  return key;
}

/// "ha-long-1: 812 entries, 3 behind, 2 s": the seconds since the newest copied entry was decided,
/// 0 when none is missing.
std::string lag_text(const ledger::MarketId& market, const ledger::FollowProgress& progress,
                     ledger::Instant now) {
  const auto age =
      progress.behind() == 0
          ? 0s
          : std::max(0s, std::chrono::floor<std::chrono::seconds>(now - progress.newest_at));
  return market.text() + ": " + std::to_string(progress.copied) + " entries, " +
         std::to_string(progress.behind()) + " behind, " + std::to_string(age.count()) + " s";
}

/// Copies until it is told to stop or, with `once`, until it is level with the log.
int keep_copying(ledger::Follower& follower, const ledger::MarketId& market, bool once,
                 const StopSignals& signals) {
  const ledger::SystemClock clock;
  std::optional<std::uint64_t> told;
  auto pause_when_away = pause_when_level;
  for (;;) {
    const auto progress = follower.step();
    std::chrono::milliseconds pause{0};
    if (progress) {
      if (told != progress->copied) log_info("followed", lag_text(market, *progress, clock.now()));
      told = progress->copied;
      pause_when_away = pause_when_level;
      if (progress->behind() == 0) pause = pause_when_level;
      if (progress->behind() == 0 && once) return exit_followed;
    } else if (progress.error().code == ledger::Errc::log_away && !once) {
      log_warning("log_away", progress.error().message());
      pause = pause_when_away;
      pause_when_away = std::min(2 * pause_when_away, pause_when_away_max);
    } else {
      std::cerr << "chopay: " << progress.error().message() << std::endl;
      const bool asked_wrongly = progress.error().code == ledger::Errc::log_away ||
                                 progress.error().code == ledger::Errc::log_refused;
      return asked_wrongly ? exit_cannot_follow : exit_log_wrong;
    }
    if (signals.wait_for(pause)) return exit_followed;
  }
}

/// One market a folder: another market's entries would not be covered by what is followed.
void refuse_other_markets(ledger::Reader& reader, const ledger::MarketId& market) {
  for (const auto& one : reader.heads()) {
    if (one.market == market) continue;
    throw config::BadSettings("the folder holds market " + one.market.text() +
                              ": a copy needs a folder of its own");
  }
}

int follow_log(const cli::FollowOptions& options) {
  const StopSignals signals;
  const auto market = ledger::MarketId::parse(options.market);
  if (!market) throw config::BadSettings("--market: " + market.error().message());
  if (std::filesystem::exists(options.data + "/log.key")) {
    throw config::BadSettings(options.data + " has a log.key: it signs a log, so it follows none");
  }
  auto url = options.url;
  while (url.ends_with('/')) url.pop_back();
  LogClient log{sandbox::make_web(), url + "/log/" + market->text(),
                config::read_secret(options.key_file)};
  ledger::make_durable_directory(options.data);
  const auto key = log_key_of(options, *market, log);
  const auto store = ledger::open_store(options.data);
  refuse_other_markets(store->own_reader(), *market);
  const ledger::SystemClock clock;
  ledger::Follower follower{*store, *market, key, log, clock};
  log_info("following", url + ", " + key.text());
  const auto code = keep_copying(follower, *market, options.once, signals);
  const auto head = store->own_reader().head(*market);
  std::cout << market->text() << ": head " << ledger::number(head.seq) << ' '
            << ledger::to_hex(head.hash) << std::endl;
  return code;
}

}  // namespace

int follow(const cli::FollowOptions& options) {
  try {
    start_log();
    return follow_log(options);
  } catch (const std::exception& error) {
    std::cerr << "chopay: " << error.what() << '\n';
    return exit_cannot_follow;
  }
}

}  // namespace chopay::app
