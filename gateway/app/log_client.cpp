#include "gateway/app/log_client.hpp"

#include <utility>

#include "ledger/error.hpp"

namespace chopay::app {
namespace {

constexpr int status_too_many = 429;

}  // namespace

LogClient::LogClient(sandbox::Web web, std::string url, std::string key)
    : web_(std::move(web)), url_(std::move(url)), key_(std::move(key)) {}

ledger::Result<std::string> LogClient::get(const std::string& path) {
  sandbox::WebRequest request;
  request.url = url_ + path;
  if (!key_.empty()) request.headers.emplace_back("Authorization", "Bearer " + key_);
  auto answer = web_(request);
  if (!answer) return ledger::Error{ledger::Errc::log_away, answer.error().message()};
  if (answer->status == 200) return std::move(answer->body);
  const bool passes = answer->status == status_too_many || answer->status >= 500;
  return ledger::Error{passes ? ledger::Errc::log_away : ledger::Errc::log_refused,
                       request.url + " answered " + std::to_string(answer->status)};
}

ledger::Result<std::string> LogClient::key() {
  auto text = get("/key");
  if (text && text->ends_with('\n')) text->pop_back();
  return text;
}

ledger::Result<std::string> LogClient::checkpoint() {
  return get("/checkpoint");
}

ledger::Result<std::string> LogClient::tile(const ledger::TilePath& path) {
  return get("/tile/" + print(path));
}

ledger::Result<std::string> LogClient::entries(ledger::Seq after, std::size_t limit) {
  return get("/entries?after=" + std::to_string(ledger::number(after)) +
             "&limit=" + std::to_string(limit));
}

}  // namespace chopay::app
