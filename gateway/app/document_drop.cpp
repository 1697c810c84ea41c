#include "gateway/app/document_drop.hpp"

#include <charconv>
#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "gateway/api/vault_rows.hpp"
#include "gateway/app/all_markets.hpp"
#include "gateway/app/clock_pause.hpp"
#include "ledger/file_lock.hpp"
#include "merchant/log_search.hpp"

namespace chopay::app {
namespace {

namespace report = merchant::report;

constexpr std::chrono::seconds look_for_closes{5};
constexpr std::size_t files_waiting_max = 4;

/// The close up to which all documents lie in the folder: "document_drop/<market>", its seq.
std::string row_name(const ledger::MarketId& market) {
  return "document_drop/" + market.text();
}

std::optional<ledger::Seq> dropped_to(ledger::Reader& reader, const ledger::MarketId& market) {
  const auto text = reader.vault_get(row_name(market));
  if (!text) return std::nullopt;
  std::uint64_t seq = 0;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), seq);
  if (read.ec != std::errc{}) return std::nullopt;
  return ledger::Seq{seq};
}

/// Where a folder that is new begins: with the closes of the last day.
ledger::Seq first_look(ledger::Reader& reader, const ledger::MarketHead& market,
                       ledger::Instant now) {
  return merchant::last_before(reader, market.market, now - std::chrono::hours{24},
                               market.head.seq);
}

bool ends_month(ledger::BusinessDay day) {
  const std::chrono::year_month_day next{day.date() + std::chrono::days{1}};
  return next.day() == std::chrono::day{1};
}

}  // namespace

std::vector<DroppedDocument> documents_of_close(const ledger::MarketId& market,
                                                ledger::BusinessDay day,
                                                const config::DocumentDrop& settings) {
  std::vector<report::Period> periods{{report::Period::Kind::day, day, day}};
  if (ends_month(day)) {
    periods.push_back(report::parse_period(to_string(day).substr(0, 7)).value());
  }
  std::vector<DroppedDocument> documents;
  for (const auto& period : periods) {
    for (const auto& format : settings.formats) {
      api::DocumentWish wish{period, report::By::stall, report::format_named(format).value()};
      wish.form.separator = settings.csv_separator;
      documents.push_back({"BC01_" + market.text() + '_' + to_string(period) + '.' + format, wish});
    }
  }
  return documents;
}

DocumentDrop::DocumentDrop(api::Services& services, config::DocumentDrop settings)
    : services_(services), settings_(std::move(settings)), writer_(1, files_waiting_max) {}

std::unique_ptr<DocumentDrop> DocumentDrop::start(api::Services& services,
                                                  const config::DocumentDrop& settings,
                                                  net::Loop& loop) {
  if (settings.folder.empty()) return nullptr;
  auto drop = std::make_unique<DocumentDrop>(services, settings);
  loop.spawn(drop->work(loop));
  return drop;
}

net::Task<void> DocumentDrop::work(net::Loop& loop) {
  for (;;) {
    try {
      const auto markets = co_await all_markets(services_, loop);
      for (const auto& market : markets) co_await drop_of(loop, market);
    } catch (const std::runtime_error& failure) {
      services_.warn("documents_not_dropped", failure.what());
    }
    co_await pause_by(loop, services_.clock, look_for_closes);
  }
}

net::Task<void> DocumentDrop::drop_of(net::Loop& loop, ledger::MarketHead market) {
  const auto closes = co_await new_closes(loop, market);
  for (const auto& close : closes) {
    const auto why = co_await drop(loop, market.market, close.day);
    if (!why.empty()) {
      // From before this close on is looked again: at the next tick, or by the next start.
      looked_to_[market.market] = ledger::Seq{ledger::number(close.seq) - 1};
      complain(market.market, close.day, why);
      co_return;
    }
    told_.erase(market.market);
    std::vector<ledger::VaultChange> rows{
        {row_name(market.market), std::to_string(ledger::number(close.seq))}};
    // Where it cannot be kept, the next start writes the same files once more.
    co_await api::keep_rows(services_, loop, rows);
  }
}

net::Task<std::vector<DocumentDrop::Close>> DocumentDrop::new_closes(net::Loop& loop,
                                                                     ledger::MarketHead market) {
  std::vector<Close> closes;
  const auto known = looked_to_.find(market.market);
  std::optional<ledger::Seq> after;
  if (known != looked_to_.end()) after = known->second;
  if (after && *after >= market.head.seq) co_return closes;
  const auto now = services_.clock.now();
  const bool read = co_await services_.readers.run(loop, [&](ledger::Reader& reader) {
    if (!after) after = dropped_to(reader, market.market);
    if (!after) after = first_look(reader, market, now);
    merchant::read_entries(reader, market.market, *after, market.head.seq,
                           [&](const ledger::Entry& entry) {
                             if (entry.kind == ledger::Kind::day_closed) {
                               closes.push_back({entry.seq, entry.day});
                             }
                             return true;
                           });
  });
  if (read) looked_to_[market.market] = market.head.seq;
  co_return closes;
}

net::Task<std::string> DocumentDrop::drop(net::Loop& loop, ledger::MarketId market,
                                          ledger::BusinessDay day) {
  const api::Access board{market, api::Role::board, {}};
  for (auto& document : documents_of_close(market, day, settings_)) {
    auto answer = co_await api::settlement_document(services_, loop, board, document.wish);
    if (answer.status != 200) co_return std::string{"it cannot be made now"};
    auto why = co_await write(loop, document.file_name, std::move(answer.body));
    if (!why.empty()) co_return why;
  }
  co_return std::string{};
}

net::Task<std::string> DocumentDrop::write(net::Loop& loop, std::string name, std::string bytes) {
  namespace files = std::filesystem;
  std::string why;
  api::WorkerPool::Work writing = [&](std::size_t) {
    const auto path = settings_.folder + '/' + name;
    std::error_code ignored;
    try {
      ledger::make_durable_directory(settings_.folder);
      ledger::write_durable_file(path, bytes);
      // Whoever sends them on is of the folder's group.
      files::permissions(path, files::perms::group_read, files::perm_options::add, ignored);
    } catch (const ledger::StoreFailure& failure) {
      why = failure.what();
      files::remove(path + ".part", ignored);
    }
  };
  if (!co_await writer_.run(loop, std::move(writing))) co_return std::string{"its writer is busy"};
  co_return why;
}

void DocumentDrop::complain(const ledger::MarketId& market, ledger::BusinessDay day,
                            const std::string& why) {
  auto text = market.text() + " " + to_string(day) + ": " + why;
  auto& told = told_[market];
  if (told == text) return;
  services_.warn("documents_not_dropped", text);
  told = std::move(text);
}

}  // namespace chopay::app
