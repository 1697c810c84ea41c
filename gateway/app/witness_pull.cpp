#include "gateway/app/witness_pull.hpp"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <exception>
#include <utility>

#include "gateway/app/log.hpp"
#include "gateway/app/log_client.hpp"
#include "ledger/error.hpp"

namespace chopay::app {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::seconds pull_pause{2};
/// After a refusal too: what a log was caught at is printed once a minute, not all the time.
constexpr std::chrono::seconds pull_pause_after_failure{60};
constexpr std::chrono::seconds pull_pause_when_away{5};

struct Watch {
  std::string url;
  LogClient log;
  Steady::time_point next;
};

}  // namespace

ledger::Result<ledger::WitnessRequest> ask_log(ledger::LogSource& log,
                                               const RememberedSize& remembered_size) {
  const auto text = log.checkpoint();
  if (!text) return text.error();
  auto note = ledger::parse_note(*text);
  if (!note) return note.error();
  const auto asked = ledger::parse_checkpoint(note->text);
  if (!asked) return asked.error();
  const auto old_size = remembered_size(asked->origin);
  if (!old_size) return ledger::Error{ledger::Errc::bad_key, "no --key of " + asked->origin};
  ledger::WitnessRequest request{*old_size, {}, std::move(*note)};
  if (*old_size > asked->size) {
    request.old_size = 0;
    return request;
  }
  ledger::ServedTree tree{log, asked->size};
  auto proof = tree.proof_from(*old_size);
  if (!proof) return proof.error();
  request.proof = std::move(*proof);
  return request;
}

WitnessPull::WitnessPull(std::vector<std::string> urls, RememberedSize remembered_size,
                         Submit submit)
    : urls_(std::move(urls)),
      remembered_size_(std::move(remembered_size)),
      submit_(std::move(submit)),
      thread_([this] {
        try {
          run();
        } catch (const std::exception& lost) {
          // What cannot be remembered must not be signed: the witness ends and says so.
          log_error("pull_ended", lost.what());
          ::kill(::getpid(), SIGTERM);
        }
      }) {}

WitnessPull::~WitnessPull() {
  {
    const std::lock_guard lock{mutex_};
    stop_ = true;
  }
  stopping_.notify_all();
  thread_.join();
}

void WitnessPull::run() {
  const auto web = sandbox::make_web();
  std::vector<Watch> watches;
  for (auto url : urls_) {
    while (url.ends_with('/')) url.pop_back();
    watches.push_back({url, LogClient{web, url, {}}, Steady::now()});
  }
  std::unique_lock lock{mutex_};
  while (!stop_) {
    lock.unlock();
    for (auto& watch : watches) {
      if (Steady::now() < watch.next) continue;
      const auto request = ask_log(watch.log, remembered_size_);
      auto pause = pull_pause;
      if (!request) {
        log_warning("log_not_signed", watch.url + ": " + request.error().message());
        pause = request.error().code == ledger::Errc::log_away ? pull_pause_when_away
                                                               : pull_pause_after_failure;
      } else if (!submit_(*request)) {
        log_error("log_refused", watch.url + ": not signed; why stands above");
        pause = pull_pause_after_failure;
      }
      watch.next = Steady::now() + pause;
    }
    lock.lock();
    stopping_.wait_for(lock, std::chrono::milliseconds{500}, [this] { return stop_; });
  }
}

}  // namespace chopay::app
