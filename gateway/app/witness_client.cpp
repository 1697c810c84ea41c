#include "gateway/app/witness_client.hpp"

#include <charconv>

#include "gateway/app/log.hpp"
#include "gateway/net/signal.hpp"
#include "ledger/tile.hpp"

namespace chopay::app {
namespace {

constexpr std::chrono::milliseconds pause{500};
constexpr std::chrono::milliseconds pause_after_failure{5'000};
constexpr int status_conflict = 409;

/// The size in the body of a 409; nothing where it is none.
std::optional<std::uint64_t> size_in(std::string_view body) {
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), size);
  if (error != std::errc{} || body.substr(static_cast<std::size_t>(end - body.data())) != "\n") {
    return std::nullopt;
  }
  return size;
}

}  // namespace

WitnessClient::WitnessClient(api::Services& services, const std::vector<config::Witness>& witnesses)
    : services_(services) {
  for (const auto& witness : witnesses) {
    const auto key = ledger::parse_verifier_key(witness.key);
    if (!key || key->type != ledger::KeyType::cosignature) {
      throw config::BadSettings("witness " + witness.url + ": its key is not that of a witness");
    }
    peers_.push_back(std::make_unique<Peer>(Peer{witness.url, *key, {}}));
  }
}

void WitnessClient::start(net::Loop& loop) {
  for (auto& peer : peers_) loop.spawn(attend(loop, *peer));
}

net::Task<void> WitnessClient::attend(net::Loop& loop, Peer& peer) {
  for (;;) {
    const bool well = co_await send_due(loop, peer);
    co_await net::sleep_for(loop, well ? pause : pause_after_failure);
  }
}

net::Task<bool> WitnessClient::send_due(net::Loop& loop, Peer& peer) {
  std::vector<Due> due;
  const bool read = co_await services_.readers.run(
      loop, [&](ledger::Reader& reader) { due = find_due(reader, peer); });
  if (!read) co_return true;  // later
  for (const auto& one : due) {
    net::ClientRequest request;
    request.method = "POST";
    request.url = peer.url + "/add-checkpoint";
    request.body = one.request.print();
    const auto answer = co_await client_.fetch(loop, std::move(request));
    if (!answer) {
      log_warning("witness_away", peer.url + ": " + answer.error().message());
      co_return false;
    }
    if (!take(peer, one, *answer)) co_return false;
  }
  co_return true;
}

std::vector<WitnessClient::Due> WitnessClient::find_due(ledger::Reader& reader,
                                                        const Peer& peer) const {
  std::vector<Due> due;
  for (const auto& [market, head] : reader.heads()) {
    const auto stored = reader.checkpoint(market);
    if (!stored) continue;
    const auto known = peer.markets.find(market);
    const auto progress = known == peer.markets.end() ? Progress{} : known->second;
    if (progress.cosigned >= stored->size) continue;
    // Asked from 0 a witness that has signed before says up to where; then that is proved.
    const auto old_size = progress.remembered <= stored->size ? progress.remembered : 0;
    ledger::TileSource tiles{reader, market};
    due.push_back({market,
                   stored->size,
                   {old_size, ledger::consistency_proof(old_size, stored->size, tiles.source()),
                    ledger::parse_note(stored->note).value()}});
  }
  return due;
}

bool WitnessClient::take(Peer& peer, const Due& due, const net::ClientAnswer& answer) {
  if (answer.status == status_conflict) {
    const auto size = size_in(answer.body);
    if (size && *size <= due.size && *size != due.request.old_size) {
      peer.markets[due.market].remembered = *size;
      return true;  // the next round proves from there
    }
    log_error("witness_refused", peer.url + " remembers " + due.market.text() + " at size " +
                                     answer.body.substr(0, 20) + ", this ledger is at " +
                                     std::to_string(due.size));
    return false;
  }
  const auto lines = ledger::parse_signature_lines(answer.body);
  auto note = due.request.checkpoint;
  if (answer.status == 200 && lines) {
    for (const auto& line : *lines) {
      auto cosigned = note;
      cosigned.signatures.push_back(line);
      if (!ledger::cosigned_at(cosigned, peer.key)) continue;
      services_.cosigned.add(due.market, due.size, note, line);
      peer.markets[due.market] = {due.size, due.size};
      return true;
    }
  }
  log_error("witness_refused", peer.url + " answered " + std::to_string(answer.status) + " for " +
                                   due.market.text() + ": " + answer.body.substr(0, 100));
  return false;
}

}  // namespace chopay::app
