#include "gateway/app/kept_retention.hpp"

#include <stdexcept>

#include "gateway/api/kept_answer.hpp"
#include "gateway/bank/kept_message.hpp"
#include "gateway/net/signal.hpp"

namespace chopay::app {
namespace {

constexpr std::chrono::seconds retention_pause{3600};
/// So many rows go in one command, so that no notice waits long behind it.
constexpr std::size_t rows_at_once = 100;

}  // namespace

std::vector<std::string> outlived(const std::vector<std::pair<std::string, std::string>>& rows,
                                  ledger::Instant now, std::chrono::hours keep) {
  std::vector<std::string> names;
  for (const auto& [name, value] : rows) {
    const auto message = bank::read_kept(value);
    if (message && now - message->received_at > keep) names.push_back(name);
  }
  return names;
}

std::vector<std::string> outlived_answers(
    const std::vector<std::pair<std::string, std::string>>& rows, ledger::Instant now) {
  std::vector<std::string> names;
  for (const auto& [name, value] : rows) {
    const auto kept = api::read_kept_answer(value);
    if (kept && api::is_over(*kept, now)) names.push_back(name);
  }
  return names;
}

net::Task<void> KeptRetention::work(net::Loop& loop) {
  for (;;) {
    try {
      co_await erase_outlived(loop);
    } catch (const std::runtime_error& failure) {
      services_.warn("kept_not_erased", failure.what());
    }
    co_await net::sleep_for(loop, retention_pause);
  }
}

net::Task<void> KeptRetention::erase_outlived(net::Loop& loop) {
  std::vector<std::string> names;
  const auto now = services_.clock.now();
  const bool read = co_await services_.readers.run(loop, [&](ledger::Reader& reader) {
    names = outlived(reader.vault_list(bank::kept_prefix), now, keep_);
    const auto answers = outlived_answers(reader.vault_list(api::answer_prefix), now);
    names.insert(names.end(), answers.begin(), answers.end());
  });
  if (!read) co_return;
  while (!names.empty()) {
    merchant::ChangeVault what{{names.back(), std::nullopt}};
    names.pop_back();
    for (std::size_t i = 1; i < rows_at_once && !names.empty(); ++i) {
      what.further.push_back({names.back(), std::nullopt});
      names.pop_back();
    }
    const auto asked = co_await services_.lane.ask(loop, what);
    if (asked.state != api::LaneState::answered) co_return;
  }
}

}  // namespace chopay::app
