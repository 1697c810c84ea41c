#include "gateway/api/delivery_log.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/text_or_null.hpp"
#include "gateway/bank/kept_message.hpp"
#include "merchant/vault_row.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;

std::string row_name(const std::string& source, std::uint64_t number) {
  return std::string{bank::delivery_prefix} + source + '/' +
         std::to_string(number % DeliveryLog::messages_max);
}

/// The source in the name of a row.
std::string source_of(std::string_view row) {
  row.remove_prefix(bank::delivery_prefix.size());
  return std::string{row.substr(0, row.find('/'))};
}

/// The place of the number, or behind all where it is not remembered.
std::deque<DeliveredMessage>::const_iterator place_of(const std::deque<DeliveredMessage>& messages,
                                                      std::uint64_t number) {
  return std::lower_bound(messages.begin(), messages.end(), number,
                          [](const DeliveredMessage& message, std::uint64_t wanted) {
                            return message.number < wanted;
                          });
}

}  // namespace

std::string delivery_json(const DeliveredMessage& message) {
  return json::serialize(json::object{
      {"number", message.number},
      {"received_at", ledger::format_instant(message.received_at)},
      {"took_us", message.took.count()},
      {"action", message.action},
      {"outcome", message.outcome},
      {"status", message.status},
      {"why", text_or_null(message.why)},
      {"entry", text_or_null(message.entry)},
      {"request", text_or_null(message.request)},
      {"kept", text_or_null(message.kept)},
      {"bank", text_or_null(message.bank)},
      {"bank_time", message.bank_time ? json::value(ledger::format_instant(*message.bank_time))
                                      : json::value{}}});
}

ledger::VaultChange delivery_row(const std::string& source, const DeliveredMessage& message) {
  return {row_name(source, message.number), delivery_json(message)};
}

std::optional<DeliveredMessage> read_delivery(std::string_view value) {
  const auto row = merchant::read_row(value);
  if (!row) return std::nullopt;
  const auto text = [&](std::string_view name) { return merchant::row_text(*row, name); };
  const auto number = [&](std::string_view name) { return merchant::row_number(*row, name); };
  const auto received_at = ledger::parse_instant(text("received_at"));
  if (!received_at || number("number") == 0) return std::nullopt;
  DeliveredMessage message;
  message.number = number("number");
  message.received_at = *received_at;
  message.took = std::chrono::microseconds{static_cast<std::int64_t>(number("took_us"))};
  message.action = text("action");
  message.outcome = text("outcome");
  message.status = static_cast<int>(number("status"));
  message.why = text("why");
  message.entry = text("entry");
  message.request = text("request");
  message.kept = text("kept");
  message.bank = text("bank");
  if (const auto time = ledger::parse_instant(text("bank_time"))) message.bank_time = *time;
  return message;
}

void DeliveryLog::load(ledger::Reader& reader) {
  const std::lock_guard lock{mutex_};
  for (const auto& [name, value] : reader.vault_list(bank::delivery_prefix)) {
    auto message = read_delivery(value);
    if (message) sources_[source_of(name)].messages.push_back(std::move(*message));
  }
  for (auto& [source, of] : sources_) {
    std::ranges::sort(of.messages, {}, &DeliveredMessage::number);
    of.last = of.messages.back().number;
  }
}

void DeliveryLog::add(const std::string& source, DeliveredMessage message) {
  const std::lock_guard lock{mutex_};
  auto& of = sources_[source];
  message.number = ++of.last;
  of.messages.push_back(std::move(message));
  if (of.messages.size() > messages_max) of.messages.pop_front();
  unwritten_.emplace_back(source, of.last);
  if (unwritten_.size() > messages_max) unwritten_.pop_front();
}

std::vector<ledger::VaultChange> DeliveryLog::due(ledger::Instant now) {
  const std::lock_guard lock{mutex_};
  std::vector<ledger::VaultChange> rows;
  for (auto& [source, of] : sources_) {
    while (!of.messages.empty() && rows.size() < rows_max &&
           of.messages.front().received_at + age_max < now) {
      rows.push_back({row_name(source, of.messages.front().number), std::nullopt});
      of.messages.pop_front();
    }
  }
  // Of a flood the newest: what was written would be overwritten soon.
  const auto room = rows_max - rows.size();
  if (unwritten_.size() > room) {
    unwritten_.erase(unwritten_.begin(), unwritten_.end() - static_cast<std::ptrdiff_t>(room));
  }
  for (const auto& [source, number] : unwritten_) {
    const auto& messages = sources_[source].messages;
    const auto found = place_of(messages, number);
    if (found == messages.end() || found->number != number) continue;
    rows.push_back(delivery_row(source, *found));
  }
  unwritten_.clear();
  return rows;
}

std::vector<DeliveredMessage> DeliveryLog::page(const std::string& source, std::uint64_t before,
                                                std::size_t limit) const {
  const std::lock_guard lock{mutex_};
  const auto found = sources_.find(source);
  if (found == sources_.end()) return {};
  const auto& messages = found->second.messages;
  auto end = before == 0 ? messages.end() : place_of(messages, before);
  std::vector<DeliveredMessage> page;
  while (end != messages.begin() && page.size() < limit) page.push_back(*--end);
  return page;
}

std::optional<DeliveredMessage> DeliveryLog::find(const std::string& source,
                                                  std::uint64_t number) const {
  const auto page = this->page(source, number + 1, 1);
  if (page.empty() || page.front().number != number) return std::nullopt;
  return page.front();
}

}  // namespace chopay::api
