#include "ledger/log_key.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "ledger/aes_gcm.hpp"
#include "ledger/base64.hpp"
#include "ledger/error.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {
namespace {

constexpr std::string_view private_prefix = "PRIVATE+KEY+";
constexpr std::string_view key_file_name = "/log.key";

std::string id_text(const std::string& name, KeyType type, const ed25519::Seed& seed) {
  const auto text = VerifierKey{name, type, ed25519::SigningKey{seed}.public_key()}.text();
  return text.substr(name.size() + 1, 8);
}

/// Not the copies that a stream or a comparison makes: they are overwritten by what comes next.
void wipe_text(std::string& text) {
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

PrivateKey::~PrivateKey() {
  wipe(seed);
}

LogKey::LogKey(std::string host, const ed25519::Seed& seed) : host_(std::move(host)), key_(seed) {}

std::string LogKey::sign(const MarketId& market, std::uint64_t size, const Hash& root) const {
  return sign_checkpoint({host_ + '/' + market.text(), size, root}, key_);
}

std::string print_private_key(const std::string& name, KeyType type, const ed25519::Seed& seed) {
  std::string bytes(1, static_cast<char>(type));
  bytes.append(seed.begin(), seed.end());
  return std::string{private_prefix} + name + '+' + id_text(name, type, seed) + '+' +
         to_base64(bytes);
}

Result<PrivateKey> parse_private_key(std::string_view text, KeyType type) {
  PrivateKey key{};
  const auto begin = text.starts_with(private_prefix) ? private_prefix.size() : text.size();
  const auto first = text.find('+', begin);
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return Error{Errc::bad_key, "not a private key"};
  key.name = text.substr(begin, first - begin);
  auto bytes = bytes_from_base64(text.substr(second + 1));
  if (!is_key_name(key.name) || !bytes || bytes->size() != 1 + key.seed.size()) {
    return Error{Errc::bad_key, "not a private key"};
  }
  std::copy(bytes->begin() + 1, bytes->end(), key.seed.begin());
  wipe_text(*bytes);
  if (print_private_key(key.name, type, key.seed) != text) {
    return Error{Errc::bad_key, "its kind or id does not fit"};
  }
  return key;
}

std::optional<PrivateKey> load_private_key(const std::string& path, KeyType type) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw StoreFailure(path + " may be read by others: chmod 600 it");
  }
  std::ifstream file{path};
  std::string line;
  std::getline(file, line);
  auto key = parse_private_key(line, type);
  wipe_text(line);
  if (!key) throw StoreFailure(path + ": " + key.error().message());
  return std::move(*key);
}

PrivateKey create_private_key(const std::string& path, const std::string& name, KeyType type,
                              Random& random) {
  if (!is_key_name(name)) throw StoreFailure("\"" + name + "\" cannot be the name of a key");
  PrivateKey key{name, {}};
  random.fill(key.seed);
  write_durable_file(path, print_private_key(name, type, key.seed) + '\n');
  return key;
}

std::optional<LogKey> load_log_key(const std::string& directory) {
  auto key = load_private_key(directory + std::string{key_file_name}, KeyType::note);
  if (!key) return std::nullopt;
  return LogKey{std::move(key->name), key->seed};
}

LogKey load_or_create_log_key(const std::string& directory, const std::string& host,
                              Random& random) {
  if (auto key = load_log_key(directory)) return std::move(*key);
  auto made =
      create_private_key(directory + std::string{key_file_name}, host, KeyType::note, random);
  return LogKey{std::move(made.name), made.seed};
}

}  // namespace chopay::ledger
