#include "gateway/app/kept_retention.hpp"

#include <array>
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

std::vector<std::string> outlived(const VaultRows& rows, ledger::Instant now,
                                  std::chrono::hours keep) {
  std::vector<std::string> names;
  for (const auto& [name, value] : rows) {
    const auto message = bank::read_kept(value);
    if (message && now - message->received_at > keep) names.push_back(name);
  }
  return names;
}

VaultRows outlived_answers(VaultRows rows, ledger::Instant now) {
  std::erase_if(rows, [&](const auto& row) {
    const auto kept = api::read_kept_answer(row.second);
    return kept && !api::is_over(*kept, now);
  });
  return rows;
}

net::Task<void> KeptRetention::work(net::Loop& loop) {
  for (;;) {
    try {
      if (keep_.count() > 0) co_await erase_messages(loop);
      co_await erase_answers(loop);
    } catch (const std::runtime_error& failure) {
      services_.warn("kept_not_erased", failure.what());
    }
    co_await net::sleep_for(loop, retention_pause);
  }
}

net::Task<void> KeptRetention::erase_messages(net::Loop& loop) {
  std::vector<std::string> names;
  const auto now = services_.clock.now();
  const bool read = co_await services_.readers.run(loop, [&](ledger::Reader& reader) {
    names = outlived(reader.vault_list(bank::kept_prefix), now, keep_);
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

// Piece by piece, so that never all of them are in memory; and each only if it is still what was
// read: its caller may have begun it anew.
net::Task<void> KeptRetention::erase_answers(net::Loop& loop) {
  for (unsigned piece = 0; piece < 256; ++piece) {
    const std::array first{static_cast<std::uint8_t>(piece)};
    const auto prefix = std::string{api::answer_prefix} + ledger::to_hex(first);
    VaultRows rows;
    const auto now = services_.clock.now();
    const bool read = co_await services_.readers.run(loop, [&](ledger::Reader& reader) {
      rows = outlived_answers(reader.vault_list(prefix), now);
    });
    if (!read) co_return;
    for (auto& [name, value] : rows) {
      merchant::ChangeVault what{
          {name, std::nullopt}, {}, ledger::VaultChange{name, std::move(value)}};
      const auto asked = co_await services_.lane.ask(loop, what);
      if (asked.state != api::LaneState::answered) co_return;
    }
  }
}

}  // namespace chopay::app
