#include "gateway/outbound/push_message.hpp"

#include <boost/json.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "gateway/bank/encoding.hpp"
#include "gateway/bank/signature.hpp"
#include "ledger/aes_gcm.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/store.hpp"

namespace chopay::outbound {
namespace {

namespace json = boost::json;

constexpr std::string_view push_key_file = "/push.key";
constexpr std::string_view push_key_prefix = "PRIVATE+P256+";
/// Push services give a few hundred.
constexpr std::size_t endpoint_bytes_max = 1'024;
/// Of the input keying material (RFC 8291 §3.3) and of the key of aes128gcm (RFC 8188 §2.2).
constexpr std::size_t input_key_bytes = 32;
constexpr std::size_t content_key_bytes = 16;
/// One record holds it all: the record size of RFC 8188 §2.1, 4096 in four bytes.
constexpr std::string_view record_size{"\0\0\x10\0", 4};
/// Behind the text of the last record, RFC 8188 §2.
constexpr char last_record = 2;

template <std::size_t N>
std::string_view text_of(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

/// REQUIRES: at least so many bytes.
template <std::size_t N>
std::array<std::uint8_t, N> bytes_of(std::string_view text) {
  std::array<std::uint8_t, N> bytes;
  std::copy_n(text.begin(), N, bytes.begin());
  return bytes;
}

std::string base64url(std::string_view bytes) {
  return bank::to_base64(bytes, bank::Base64::url);
}

/// HKDF-Expand for at most 32 bytes (RFC 5869 §2.3).
std::string expand(std::string_view secret, std::string_view info, std::size_t bytes) {
  const auto block = bank::hmac_sha256(secret, {info, std::string_view{"\1", 1}});
  return std::string{bank::view(block).substr(0, bytes)};
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

}  // namespace

std::string encrypt_push(std::string_view text, const p256::Point& browser, std::string_view auth,
                         const p256::Key& once, const ledger::Salt& salt) {
  const auto shared = once.shared_with(browser);
  const auto key_secret = bank::hmac_sha256(auth, {text_of(shared)});
  std::string info{"WebPush: info\0", 14};
  info.append(text_of(browser)).append(text_of(once.point()));
  const auto input = expand(bank::view(key_secret), info, input_key_bytes);
  const auto secret = bank::hmac_sha256(text_of(salt), {input});
  const auto key = expand(bank::view(secret), std::string_view{"Content-Encoding: aes128gcm\0", 28},
                          content_key_bytes);
  const auto nonce = expand(bank::view(secret), std::string_view{"Content-Encoding: nonce\0", 24},
                            ledger::gcm_nonce_bytes);
  std::string body{text_of(salt)};
  body.append(record_size);
  body += static_cast<char>(once.point().size());
  body.append(text_of(once.point()));
  ledger::append_gcm(body, bytes_of<content_key_bytes>(key),
                     bytes_of<ledger::gcm_nonce_bytes>(nonce), {}, std::string{text} + last_record);
  return body;
}

std::string vapid_authorization(const p256::Key& key, const std::string& origin,
                                const std::string& contact, ledger::Instant now) {
  const auto until = std::chrono::floor<std::chrono::seconds>(now + vapid_lifetime);
  const auto claims = json::serialize(
      json::object{{"aud", origin}, {"exp", until.time_since_epoch().count()}, {"sub", contact}});
  const auto token = base64url(R"({"typ":"JWT","alg":"ES256"})") + '.' + base64url(claims);
  return "vapid t=" + token + '.' + base64url(key.sign(token)) +
         ", k=" + base64url(text_of(key.point()));
}

std::optional<std::string> push_origin(std::string_view endpoint, bool lenient) {
  if (endpoint.size() > endpoint_bytes_max ||
      !std::all_of(endpoint.begin(), endpoint.end(), [](char c) { return c > ' ' && c < 127; })) {
    return std::nullopt;
  }
  std::string_view scheme = "https://";
  if (lenient && endpoint.starts_with("http://")) scheme = "http://";
  if (!endpoint.starts_with(scheme)) return std::nullopt;
  const auto slash = endpoint.find('/', scheme.size());
  if (slash == std::string_view::npos || endpoint.find('#') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto place = endpoint.substr(scheme.size(), slash - scheme.size());
  const auto port = std::find_if_not(place.begin(), place.end(), is_host_character);
  if (port == place.begin()) return std::nullopt;
  if (port != place.end()) {
    const bool digits =
        std::all_of(port + 1, place.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!lenient || *port != ':' || !digits || port + 1 == place.end()) return std::nullopt;
  }
  return std::string{endpoint.substr(0, slash)};
}

p256::Key load_or_create_push_key(const std::string& directory, ledger::Random& random) {
  const auto path = directory + std::string{push_key_file};
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    const auto key = p256::Key::make(random);
    ledger::write_durable_file(
        path, std::string{push_key_prefix} + base64url(text_of(key.scalar())) + '\n');
    return key;
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw ledger::StoreFailure(path + " may be read by others: chmod 600 it");
  }
  std::ifstream file{path};
  std::string line;
  std::getline(file, line);
  std::optional<std::string> bytes;
  if (line.starts_with(push_key_prefix)) {
    bytes =
        bank::from_base64(std::string_view{line}.substr(push_key_prefix.size()), bank::Base64::url);
  }
  p256::Scalar scalar{};
  if (bytes && bytes->size() == scalar.size()) {
    std::copy(bytes->begin(), bytes->end(), scalar.begin());
  }
  auto key = p256::Key::of(scalar);  // 0 is none
  if (!key) {
    throw ledger::StoreFailure(path + " holds no key: delete it, and each device subscribes again");
  }
  return *key;
}

}  // namespace chopay::outbound
