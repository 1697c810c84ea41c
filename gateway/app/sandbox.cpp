#include "gateway/app/sandbox.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "gateway/sandbox/wire_format.hpp"
#include "ledger/file_lock.hpp"
#include "merchant/error.hpp"
#include "merchant/market_file.hpp"

namespace chopay::app {

std::string_view embedded(std::string_view name);  // config/sandbox_market.json

namespace {

constexpr std::string_view source_id = "sandbox";
/// The ready-made keys of both sides agree to everything, so that one person can try it.
constexpr std::string_view play_voucher = "sandbox";
constexpr std::string_view show_stall = "A12";
constexpr ledger::Dong show_amount{85'000};
/// The sandbox's own request stays payable for a day, so that a printed command keeps working.
constexpr std::chrono::hours show_lifetime{24};

std::string file_path(const std::string& data) {
  return data + '/' + std::string{sandbox::sandbox_file_name};
}

/// Where the file of the run before lies while this one starts.
std::string earlier_path(const std::string& data) {
  return file_path(data) + ".earlier";
}

std::string read_file(const std::string& path) {
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Writes a file that only its owner may read, whole or not at all.
void write_private(const std::string& path, std::string_view text) {
  const auto part = path + ".part";
  const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = file >= 0 && ::fchmod(file, 0600) == 0 &&
                       ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) ::close(file);
  if (!written || ::rename(part.c_str(), path.c_str()) != 0) {
    throw config::BadSettings("cannot write " + path);
  }
}

std::string key_in(const std::string& url) {
  const auto at = url.find("?key=");
  return at == std::string::npos ? std::string{} : url.substr(at + 5);
}

const merchant::MarketFile& market_file() {
  static const auto file = merchant::parse_market_file(embedded("sandbox_market.json")).value();
  return file;
}

bool refused(const api::Asked<merchant::Result<void>>& asked) {
  return asked.state != api::LaneState::answered ||
         (!asked.answer && asked.answer.error().code != merchant::Errc::already_exists);
}

template <class Command>
ledger::Result<void> ask_all(api::Lane& lane, const std::vector<Command>& commands) {
  for (const auto& command : commands) {
    const auto asked = lane.ask_and_wait(command);
    if (!refused(asked)) continue;
    if (asked.state != api::LaneState::answered) return ledger::Error{ledger::Errc::stopping};
    return asked.answer.error();
  }
  return {};
}

/// The made-up households let the board see their figures.
void agree_for_households(api::Lane& lane, const merchant::MarketFile& market) {
  for (const auto& stall : market.stalls) {
    lane.ask_and_wait(merchant::SetConsent{market.market.market, stall.id, true, "sandbox"})
        .answer.value();
  }
}

/// A shop of the sandbox's stall that speaks payOS's API, its keys in files as a real one's.
config::PayosShop sandbox_shop(sandbox::SandboxFile& file, const std::string& data) {
  file.payos_client_id = "sandbox";
  config::PayosShop shop{file.payos_client_id,
                         market_file().market.market.text(),
                         std::string{show_stall},
                         data + "/sandbox.payos_api_key",
                         data + "/sandbox.payos_checksum_key",
                         true};
  write_private(shop.api_key_file, file.payos_api_key);
  write_private(shop.checksum_key_file, file.payos_checksum_key);
  return shop;
}

/// A source for each format that the simulated bank writes and each bank of the market, so that
/// `chopay pay --provider` is understood. Their secrets are made of the sandbox's one.
void add_wire_sources(config::Settings& settings, const std::string& secret) {
  std::set<std::string> bins;
  for (const auto& stall : market_file().stalls) bins.insert(stall.account.bank);
  for (const auto kind : sandbox::wire_kinds()) {
    if (kind == "sepay") continue;
    const auto path = settings.data + "/sandbox." + std::string{kind} + ".secret";
    write_private(path, sandbox::wire_secret(kind, secret));
    for (const auto& bin : bins) {
      config::Source source;
      source.id = sandbox::wire_source(kind, bin);
      source.kind = kind;
      source.secret_file = path;
      source.bank = bin;
      source.sandbox = true;
      settings.sources.push_back(std::move(source));
    }
  }
}

}  // namespace

ledger::Result<void> open_market(api::Lane& lane, const merchant::MarketFile& file) {
  auto done = ask_all(lane, std::vector{file.market});
  if (done) done = ask_all(lane, file.zones);
  if (done) done = ask_all(lane, file.stalls);
  return done;
}

Sandbox Sandbox::prepare(config::Settings& settings, ledger::Random& random) {
  ledger::make_durable_directory(settings.data);
  Sandbox sandbox;
  sandbox.data_ = settings.data;
  for (const auto& path : {file_path(settings.data), earlier_path(settings.data)}) {
    auto earlier = sandbox::parse_sandbox_file(read_file(path));
    if (!earlier) continue;
    sandbox.file_ = std::move(*earlier);
    sandbox.till_key_ = key_in(sandbox.file_.till);
    sandbox.board_key_ = key_in(sandbox.file_.board);
    break;
  }
  for (auto* secret : {&sandbox.file_.api_key, &sandbox.till_key_, &sandbox.board_key_,
                       &sandbox.file_.source_secret, &sandbox.file_.payos_api_key,
                       &sandbox.file_.payos_checksum_key}) {
    if (secret->empty()) *secret = api::new_key(random);
  }
  sandbox.file_.source_id = source_id;
  sandbox.file_.source_kind = "sepay";
  const auto secret_path = settings.data + "/sandbox.secret";
  write_private(secret_path, sandbox.file_.source_secret);
  config::Source source;
  source.id = source_id;
  source.kind = sandbox.file_.source_kind;
  source.secret_file = secret_path;
  source.sandbox = true;
  add_wire_sources(settings, sandbox.file_.source_secret);
  settings.sources.push_back(std::move(source));
  settings.payos.push_back(sandbox_shop(sandbox.file_, settings.data));
  return sandbox;
}

void Sandbox::furnish(Gateway& gateway) {
  // Only now: the ledger's lock is ours, so no other sandbox runs in this folder. Put aside and not
  // removed: a start that does not come to its end must not lose the keys.
  std::error_code none_there;
  std::filesystem::rename(file_path(data_), earlier_path(data_), none_there);
  const auto& market = market_file();
  const auto known = gateway.lane().ask_and_wait(merchant::ShowRegistry{market.market.market});
  const bool is_new = !known.answer;
  // Its keys are both sides of everything: never in a market whose money is none of play.
  if (!is_new && !(*known.answer)->sandbox) {
    throw config::BadSettings(data_ + " has a market " + market.market.market.text() +
                              " that is no sandbox's");
  }
  open_market(gateway.lane(), market).value();
  // Only once: a consent that is taken back to try it stays so.
  if (is_new) agree_for_households(gateway.lane(), market);
  file_.market = market.market.market.text();
  file_.stalls.clear();
  for (const auto& stall : market.stalls) file_.stalls.push_back(stall.id.text());
  const auto stall = merchant::StallId::parse(show_stall).value();
  gateway.put(api::key_row(file_.api_key, {market.market.market, api::Role::program, {}}));
  api::Access household{market.market.market, api::Role::till, stall};
  api::Access board{market.market.market, api::Role::board, {}, "Ban quản lý chợ"};
  household.vouched_by = board.vouched_by = play_voucher;
  gateway.put(api::key_row(till_key_, household));
  gateway.put(api::key_row(board_key_, board));
}

const sandbox::SandboxFile& Sandbox::announce(Gateway& gateway) {
  const auto request = gateway.lane().ask_and_wait(
      merchant::OpenRequest{market_file().market.market,
                            merchant::StallId::parse(show_stall).value(),
                            show_amount,
                            "thu",
                            show_lifetime,
                            {}});
  const auto& url = gateway.services().public_url;
  file_.url = url;
  file_.till = url + "/till/" + std::string{show_stall} + "?key=" + till_key_;
  file_.shopper = url + "/pay/" + request.answer.value().request.id;
  file_.board = url + "/board?key=" + board_key_;
  write_private(file_path(data_), sandbox::to_json(file_));
  std::filesystem::remove(earlier_path(data_));
  return file_;
}

}  // namespace chopay::app
