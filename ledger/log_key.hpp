#pragma once

#include <optional>
#include <string>

#include "ledger/checkpoint.hpp"
#include "ledger/ids.hpp"

namespace chopay::ledger {

/// Who signs the logs of a ledger, as others know it: the host and the public key.
struct LogIdentity {
  std::string host;
  ed25519::PublicKey key{};
  std::string origin(const MarketId& market) const { return host + '/' + market.text(); }
  /// What a market's checkpoints and receipts are checked with.
  VerifierKey verifier(const MarketId& market) const {
    return {origin(market), KeyType::note, key};
  }
};

/// The key that signs the checkpoints of a ledger's logs, with the host that their origins begin
/// with: a market's log is "<host>/<market>". Neither ever changes: another key or host would be
/// another log.
class LogKey {
 public:
  /// REQUIRES is_key_name(host).
  LogKey(std::string host, const ed25519::Seed& seed);

  LogIdentity identity() const { return {host_, key_.public_key()}; }
  /// The signed checkpoint of a market's log.
  std::string sign(const MarketId& market, std::uint64_t size, const Hash& root) const;

 private:
  std::string host_;
  ed25519::SigningKey key_;
};

/// "PRIVATE+KEY+<name>+<id>+<base64(type ‖ seed)>", as Go's package note writes private keys.
std::string print_private_key(const std::string& name, KeyType type, const ed25519::Seed& seed);
struct PrivateKey {
  std::string name;
  ed25519::Seed seed;  ///< overwritten at the end
  ~PrivateKey();
};
/// Errc::bad_key.
Result<PrivateKey> parse_private_key(std::string_view text, KeyType type);

/// The private key in the file; nothing where there is none. Throws StoreFailure where it cannot be
/// read, may be read by others than its owner, or is not a key of this type.
std::optional<PrivateKey> load_private_key(const std::string& path, KeyType type);
/// Makes a key and writes it durably to the new file (mode 0600). Throws StoreFailure.
PrivateKey create_private_key(const std::string& path, const std::string& name, KeyType type,
                              Random& random);

/// The key of a ledger's folder (log.key); nothing where it was never signed.
std::optional<LogKey> load_log_key(const std::string& directory);
/// The key of the folder, made for this host where there is none yet.
LogKey load_or_create_log_key(const std::string& directory, const std::string& host,
                              Random& random);

}  // namespace chopay::ledger
