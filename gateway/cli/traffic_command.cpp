#include "gateway/cli/traffic_command.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>
#include <vector>

#include "gateway/cli/files.hpp"
#include "gateway/sandbox/bank.hpp"
#include "gateway/sandbox/bank_client.hpp"
#include "gateway/sandbox/clock.hpp"
#include "gateway/sandbox/sandbox_file.hpp"
#include "qr/decode.hpp"

namespace chopay::cli {
namespace {

namespace json = boost::json;
using std::chrono::steady_clock;

struct TrafficOptions {
  std::optional<std::int64_t> stalls;      ///< at most so many of the sandbox's; none: all
  std::optional<std::int64_t> per_second;  ///< sales; none: 1
  std::optional<std::int64_t> minutes;     ///< none: 1
  std::optional<std::int64_t> sales;       ///< ends earlier, after so many
  std::optional<std::int64_t> seed;        ///< none: 1
  std::string data = "./data";
};

/// What came of it all.
struct Tally {
  std::int64_t sales = 0;
  std::int64_t refused = 0;
  std::vector<double> answered_ms;
};

/// Chooses stalls, amounts and troubles: the same seed, the same market day.
class Market {
 public:
  Market(std::vector<std::string> stalls, std::uint64_t seed)
      : stalls_(std::move(stalls)), engine_(seed) {}

  const std::string& stall() { return stalls_[below(stalls_.size())]; }
  /// 5.000 to 500.000 đ in thousands, small ones oftener.
  std::int64_t amount_dong() { return 1'000 * (5 + below(1 + below(496))); }
  /// Nine of ten sales go smoothly.
  sandbox::Trouble trouble() {
    switch (below(30)) {
      case 0:
        return sandbox::Trouble::short_;
      case 1:
        return sandbox::Trouble::over;
      case 2:
        return sandbox::Trouble::twice;
      default:
        return sandbox::Trouble::exact;
    }
  }
  std::uint64_t number() { return 1 + below(sandbox::payment_number_max); }

 private:
  // Not std::uniform_int_distribution, which another library implements another way.
  std::uint64_t below(std::uint64_t end) { return engine_() % end; }

  std::vector<std::string> stalls_;
  std::mt19937_64 engine_;
};

Result<qr::Decoded> open_request(const sandbox::SandboxFile& file, Market& market,
                                 Console& console) {
  const json::object body{{"stall", market.stall()}, {"amount", market.amount_dong()}};
  const auto answer = console.web({"POST",
                                   file.url + "/v1/payment-requests",
                                   {{"Authorization", "Bearer " + file.api_key}},
                                   json::serialize(body)});
  if (!answer) return answer.error();
  boost::system::error_code failed;
  const auto opened = json::parse(answer->body, failed);
  const auto* object = failed ? nullptr : opened.if_object();
  const auto* payload = object ? object->if_contains("payload") : nullptr;
  if (!payload || !payload->is_string()) {
    return Error{sandbox::make_error_code(sandbox::Errc::answer_refused), answer->body};
  }
  auto code = qr::decode(std::string_view{payload->get_string()});
  if (!code) return Error{qr::make_error_code(code.error().code), code.error().detail};
  return std::move(*code);
}

/// One sale: a request, and what the bank tells of its payment.
Result<void> sell(const sandbox::SandboxFile& file, Market& market, ledger::Instant now,
                  Console& console, Tally& tally) {
  const auto code = open_request(file, market, console);
  if (!code) return code.error();
  const auto asked = sandbox::amount_to_pay(*code, std::nullopt);
  if (!asked) return asked.error();
  sandbox::SimulatedPayment payment{.code = *code, .amount = *asked, .now = now};
  payment.trouble = market.trouble();
  payment.note_as = sandbox::NoteStyle::vcb;
  payment.number = market.number();
  const auto notices = sandbox::pay(payment, file.source_secret);
  if (!notices) return notices.error();
  ++tally.sales;
  for (const auto& notice : *notices) {
    const auto answer = sandbox::deliver(console.web, {file.url, file.source_id}, notice);
    if (!answer) return answer.error();
    if (answer->status != 200) ++tally.refused;
    tally.answered_ms.push_back(static_cast<double>(answer->took.count()) / 1000.0);
  }
  return {};
}

double at_rank(std::vector<double>& sorted, std::size_t percent) {
  if (sorted.empty()) return 0;
  return sorted[std::max<std::size_t>((sorted.size() * percent + 99) / 100, 1) - 1];
}

void print(Tally& tally, std::chrono::duration<double> took, Console& console) {
  std::ranges::sort(tally.answered_ms);
  console.out << json::serialize(json::object{{"sales", tally.sales},
                                              {"refused", tally.refused},
                                              {"seconds", took.count()},
                                              {"p50_ms", at_rank(tally.answered_ms, 50)},
                                              {"p95_ms", at_rank(tally.answered_ms, 95)},
                                              {"p99_ms", at_rank(tally.answered_ms, 99)}})
              << '\n';
}

int traffic(const TrafficOptions& options, Console& console) {
  const auto text = read_file(options.data + '/' + std::string{sandbox::sandbox_file_name});
  if (!text) return fail(console, text.error().message());
  auto file = sandbox::parse_sandbox_file(*text);
  if (!file) return fail(console, file.error().message());
  if (file->stalls.empty()) return fail(console, "the sandbox has no stalls");
  const auto stalls_max = static_cast<std::size_t>(options.stalls.value_or(1'000'000));
  file->stalls.resize(std::min(file->stalls.size(), stalls_max));
  Market market{file->stalls, static_cast<std::uint64_t>(options.seed.value_or(1))};
  const std::chrono::nanoseconds apart{1'000'000'000 / options.per_second.value_or(1)};
  const auto began = steady_clock::now();
  const auto end = began + std::chrono::minutes{options.minutes.value_or(1)};
  Tally tally;
  for (auto due = began; due < end && tally.sales < options.sales.value_or(INT64_MAX);
       due += apart) {
    std::this_thread::sleep_until(due);
    const auto now = console.clock.now() + sandbox::clock_ahead(options.data);
    if (const auto sold = sell(*file, market, now, console, tally); !sold) {
      return fail(console, sold.error().message());
    }
  }
  print(tally, steady_clock::now() - began, console);
  return tally.refused == 0 ? exit_done : exit_no;
}

}  // namespace

void add_traffic_command(Command& root) {
  auto options = options_of<TrafficOptions>();
  Command command = root.command(
      "traffic", "Sell at a running sandbox, at a set pace, one sale in ten with a trouble",
      "The same seed gives the same stalls, amounts and troubles. One sale after the other: where\n"
      "the gateway or this machine is too slow for the pace, it takes longer. Ends with one JSON:\n"
      "sales, answers that were not 200, and the milliseconds in which notices were answered.\n"
      "Example:\n  chopay traffic --stalls 12 --per-second 25 --minutes 10 --seed 7");
  command.number({"--stalls", "At most so many of the sandbox's stalls", "NUMBER"}, 1, 100'000,
                 options->stalls);
  command.number({"--per-second", "Sales a second (1)", "NUMBER"}, 1, 10'000, options->per_second);
  command.number({"--minutes", "How long (1)", "NUMBER"}, 1, 1'440, options->minutes);
  command.number({"--sales", "End after so many", "NUMBER"}, 1, 100'000'000, options->sales);
  command.number({"--seed", "Another market day (1)", "NUMBER"}, 1, 1'000'000'000, options->seed);
  command.text({"--data", "Folder with sandbox.json", "DIR"}, options->data);
  command.on_call(action_of(options, traffic));
}

}  // namespace chopay::cli
