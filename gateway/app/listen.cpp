#include "gateway/app/listen.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iostream>
#include <sstream>

#include "config/settings.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/stop_signals.hpp"
#include "gateway/outbound/standard_webhooks.hpp"
#include "gateway/sandbox/sandbox_file.hpp"
#include "gateway/sandbox/web.hpp"
#include "ledger/base64.hpp"

namespace chopay::app {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr int exit_cannot_listen = 2;
constexpr std::chrono::milliseconds listen_pause = 500ms;
constexpr std::chrono::milliseconds listen_pause_when_away = 5s;
constexpr int http_ok = 200;

/// Where the events are, and with which key.
struct EventsPlace {
  std::string url;
  std::string key;
};

EventsPlace place_of(const cli::ListenOptions& options) {
  if (options.data.empty()) return {options.url, config::read_secret(options.key_file)};
  std::ifstream file{options.data + '/' + std::string{sandbox::sandbox_file_name}};
  std::ostringstream text;
  text << file.rdbuf();
  const auto sandbox = sandbox::parse_sandbox_file(text.str());
  if (!sandbox) {
    throw config::BadSettings(options.data + ": no running sandbox: " + sandbox.error().message());
  }
  return {sandbox->url, sandbox->api_key};
}

/// One reader of GET /v1/events, a page at a time.
class Listening {
 public:
  Listening(const cli::ListenOptions& options, EventsPlace place, std::ostream& out)
      : options_(options), place_(std::move(place)), web_(sandbox::make_web()), out_(out) {}

  /// Makes a secret for this run and says it.
  void begin_forwarding(ledger::Random& random) {
    std::array<std::uint8_t, 32> key;
    random.fill(key);
    const std::string bytes{key.begin(), key.end()};
    keys_.current = bank::Secret{bytes};
    std::cerr << "Forwarding to " << options_.forward << ", signed with whsec_"
              << ledger::to_base64(bytes) << std::endl;
  }

  /// Where the log ends now. Throws BadSettings where the gateway gives no page.
  std::int64_t newest() {
    const auto page = ask(0, 1);
    if (!page) throw config::BadSettings("no events from " + place_.url);
    return page->at("newest").to_number<std::int64_t>();
  }

  /// What came of one page: whether there was one, and whether more is there.
  enum class Page { away, more, level };
  Page take_page() {
    const auto page = ask(after, 100);
    if (!page) return Page::away;
    for (const auto& event : page->at("events").as_array()) {
      out_ << json::serialize(event) << std::endl;
      if (!options_.forward.empty()) forward(event.as_object());
    }
    const auto next = page->at("next").to_number<std::int64_t>();
    const bool more = next != after;
    after = next;
    return more ? Page::more : Page::level;
  }

  std::int64_t after = 0;

 private:
  std::optional<json::object> ask(std::int64_t from, int limit) {
    sandbox::WebRequest request;
    request.url =
        place_.url + "/v1/events?after=" + std::to_string(from) + "&limit=" + std::to_string(limit);
    if (!options_.stall.empty()) request.url += "&stall=" + options_.stall;
    request.headers.emplace_back("Authorization", "Bearer " + place_.key);
    const auto answer = web_(request);
    if (!answer) return std::nullopt;
    if (answer->status >= 400 && answer->status < 500) {
      throw config::BadSettings(place_.url + " answered " + std::to_string(answer->status));
    }
    if (answer->status != http_ok) return std::nullopt;
    return json::parse(answer->body).as_object();
  }

  /// Tried once: who writes a program sees on the screen that it did not answer.
  void forward(const json::object& event) {
    sandbox::WebRequest request;
    request.method = "POST";
    request.url = options_.forward;
    request.body = json::serialize(event);
    const std::string id{event.at("id").as_string()};
    request.headers =
        outbound::standard_headers(keys_, id, request.body, ledger::SystemClock{}.now());
    const auto answer = web_(request);
    const auto came = answer ? std::to_string(answer->status) : answer.error().message();
    std::cerr << "  " << came << ' ' << id << std::endl;
  }

  const cli::ListenOptions& options_;
  const EventsPlace place_;
  sandbox::Web web_;
  std::ostream& out_;
  outbound::SigningKeys keys_;
};

int listen_to(const cli::ListenOptions& options, std::ostream& out) {
  const StopSignals signals;
  Listening listening{options, place_of(options), out};
  ledger::SystemRandom random;
  if (!options.forward.empty()) listening.begin_forwarding(random);
  listening.after = options.after ? *options.after : listening.newest();
  for (;;) {
    const auto page = listening.take_page();
    if (page == Listening::Page::level && options.once) return 0;
    if (page == Listening::Page::away) {
      if (options.once) throw config::BadSettings("the gateway does not answer");
      log_warning("gateway_away", "asked again in 5 s");
    }
    const auto pause = page == Listening::Page::more    ? 0ms
                       : page == Listening::Page::level ? listen_pause
                                                        : listen_pause_when_away;
    if (signals.wait_for(pause)) return 0;
  }
}

}  // namespace

int listen(const cli::ListenOptions& options, std::ostream& out) {
  try {
    start_log();
    return listen_to(options, out);
  } catch (const std::exception& error) {
    std::cerr << "chopay: " << error.what() << '\n';
    return exit_cannot_listen;
  }
}

}  // namespace chopay::app
