#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace chopay::config {

/// A feed of bank notices: one [[source]] of chopay.toml.
struct Source {
  std::string id;           ///< in the path: POST /callbacks/{id}; [a-z0-9-]{1,32}
  std::string kind;         ///< which provider's format: "sepay", "standard", …
  std::string scheme;       ///< how it proves itself where its provider offers a choice; or empty
  std::string secret_file;  ///< readable by its owner only
  std::string previous_secret_file;  ///< the secret before, while it is being changed; or empty
  std::string bank;                  ///< BIN, where the provider names no receiving bank; or empty
  std::string account;               ///< account, where the provider names none; or empty
  std::string previous_until;        ///< when it ends, RFC 3339; or empty: with the setting
  std::vector<std::string> addresses;    ///< it may call from these, CIDR; empty: from anywhere
  int requests_per_minute = 0;           ///< 1–1 000 000; 0: no limit
  std::chrono::minutes silent_after{0};  ///< so long without a message is told; 0: never
  std::chrono::seconds tolerance{300};   ///< how far a signed time may be from ours
  bool sandbox = false;                  ///< play money
  /// Authorities of whom it must show a certificate (PEM); empty: none is asked for.
  std::string client_ca_file;
  std::vector<std::string> client_names;         ///< one of them must be the certificate's
  std::vector<std::string> client_fingerprints;  ///< SHA-256 of the certificates it may show
};

/// How printed stickers look: [sticker] of chopay.toml.
struct StickerSettings {
  std::string accent = "#000000";  ///< of the band with the market's name
  std::string logo_file;           ///< the market's own, PNG; empty: none
  bool full_account = false;       ///< print whole account numbers
};

/// Where the documents of a closed day are put: [document_drop] of chopay.toml.
struct DocumentDrop {
  std::string folder;                                         ///< empty: nowhere
  std::vector<std::string> formats = {"pdf", "xlsx", "csv"};  ///< of json, csv, xlsx, pdf
  char csv_separator = ';';                                   ///< or ','
};

/// A witness that cosigns checkpoints: one [[witness]] of chopay.toml.
struct Witness {
  std::string url;  ///< "https://board.example.vn/witness", without a slash at the end
  std::string key;  ///< its verifier key, of the cosignature kind
};

/// A shop that speaks payOS's API: one [[payos]] of chopay.toml.
struct PayosShop {
  std::string client_id;  ///< [A-Za-z0-9-]{1,36}
  std::string market;
  std::string stall;              ///< its orders are sales of this one
  std::string api_key_file;       ///< readable by its owner only, like the other one
  std::string checksum_key_file;  ///< signs both ways
  bool allow_private = false;     ///< its webhook may have a private address, without TLS
};

/// A program outside that is told what happens: one [[webhook]] of chopay.toml.
struct Webhook {
  std::string id;   ///< [a-z0-9-]{1,32}
  std::string url;  ///< https://…
  std::string market;
  std::vector<std::string> stalls;   ///< empty: all, and what belongs to none
  std::vector<std::string> events;   ///< "credit.received", "payment_request.*", "*"
  std::string secret_file;           ///< whsec_… of Standard Webhooks
  std::string previous_secret_file;  ///< signs too, while the secret is being changed; or empty
  bool allow_private = false;        ///< private addresses and http:// too
  std::chrono::milliseconds timeout{15'000};       ///< 100–30 000
  std::vector<std::chrono::milliseconds> retries;  ///< waits between attempts; empty: up to a day
};

/// A look into an aggregator's list for notices that were missed: one [[poll]] of chopay.toml.
struct Poll {
  std::string source;      ///< id of a source: its realm, bank and account count here too
  std::string provider;    ///< whose list: "sepay" or "casso"
  std::string url;         ///< of the list; empty: the provider's own
  std::string token_file;  ///< readable by its owner only
  std::chrono::minutes every{5};
  int calls_per_minute = 20;   ///< 1–60
  bool allow_private = false;  ///< a private address and http:// too
};

/// A broker that tells the stalls' loudspeakers what has come in: one [[mqtt]] of chopay.toml.
struct Mqtt {
  std::string id;    ///< [a-z0-9-]{1,32}
  std::string host;  ///< of the broker
  std::uint16_t port = 8883;
  std::string market;
  std::vector<std::string> stalls;  ///< empty: all
  std::string user;                 ///< empty: none
  std::string password_file;        ///< of the user; readable by its owner only
  bool tls = true;
  std::string ca_file;  ///< who has signed the broker's certificate; empty: whom the system trusts
};

/// How the gateways of one ledger reach each other: [gateways] of chopay.toml.
struct Gateways {
  std::string address;  ///< of this one, for the others; empty: there are none
  std::uint16_t port = 0;
  std::string secret_file;  ///< the same secret on all of them
};

/// Web Push to tills that are asleep: [push] of chopay.toml.
struct Push {
  std::string contact;  ///< mailto: or https:, for whoever runs a push service; empty: none is sent
  bool allow_private = false;  ///< services at private addresses, and http:// too
};

/// Everything that chopay.toml says; what it leaves out is as here.
struct Settings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;         ///< 0: a free one
  std::vector<std::string> hosts;    ///< Host names that are served; empty: those of the address
  std::string tls_certificate_file;  ///< with its chain; empty: plain HTTP
  std::string tls_key_file;          ///< of the certificate; not for everybody to read
  std::string public_url;            ///< in links and codes; empty: http(s):// and the address
  bool hsts_subdomains = true;       ///< browsers use TLS alone for names below its host, too
  std::string data = "./data";
  /// Host in the origins of the signed logs, "<host>/<market>"; counts when the log's key is made.
  /// Empty: entries are not signed.
  std::string log_host = "localhost";
  std::string head_guard;  ///< path of the head guard, outside `data`; empty: none
  int io_threads = 1;      ///< 1–64
  int reader_threads = 2;  ///< 1–64
  /// 0–16 that make decided batches durable; nothing: as the ledger's store is best served.
  std::optional<int> writer_threads;
  std::chrono::seconds request_lifetime{15 * 60};
  bool image_service = true;            ///< /image/…, /v2/generate, /v2/banks are served
  int image_requests_per_minute = 300;  ///< of one client address; 1–1 000 000
  bool bank_app_links = true;           ///< links that open bank apps are offered
  StickerSettings sticker;
  DocumentDrop document_drop;
  Gateways gateways;
  /// Between the second agreement to a change of a payee account and the change.
  std::chrono::seconds payee_cool_off{24 * 3600};
  /// Hour (0–23, Vietnam) at which the day before is closed by itself; nothing: by people only.
  std::optional<int> day_close_hour;
  /// A stall is told silent when chance alone would do it once in so many; 0: none is.
  std::int64_t silent_stall_odds = 1'000;
  std::chrono::minutes silent_stall{30};                ///< no shorter silence is told of
  std::chrono::seconds session_idle{30 * 60};           ///< a sign-in without a request; ≥ 1 min
  std::chrono::seconds session_absolute{12 * 60 * 60};  ///< a sign-in whatever happens; ≥ 1 h
  std::chrono::seconds device_lock{15 * 60};  ///< a device with a PIN lies about; 0: for ever
  /// A device that was let in by an invitation opens nothing before it has a PIN.
  bool device_pin_required = true;
  std::chrono::hours kept_messages{365 * 24};  ///< until they are erased; 0: never
  std::vector<std::string> proxies;            ///< addresses whose X-Forwarded-For is believed
  /// Addresses and networks of proxies that begin each connection with a PROXY header of version 2.
  std::vector<std::string> proxy_protocol;
  std::vector<Source> sources;
  std::vector<Poll> polls;
  std::vector<Witness> witnesses;
  std::vector<PayosShop> payos;
  std::vector<Webhook> webhooks;
  std::vector<Mqtt> mqtt;
  Push push;
};

/// Settings that cannot be used; what() is one line that names the file and the place.
class BadSettings : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads chopay.toml. Unknown keys are refused: a misspelt one must not be passed over. Throws
/// BadSettings.
Settings read_settings(const std::string& path);

/// The [[source]] tables of a file that has nothing else. Throws BadSettings.
std::vector<Source> read_sources(const std::string& path);

/// Sets address and port from "127.0.0.1:8080" or "[::1]:0". Throws BadSettings.
void set_listen(Settings& settings, const std::string& listen);
void set_listen(std::string& address, std::uint16_t& port, const std::string& listen);

/// The content of a secret's file without the line end, at most 16 KiB; the caller wipes it. Throws
/// BadSettings where it cannot be read, is empty or longer, or may be read by others than its
/// owner.
std::string read_secret(const std::string& path);

}  // namespace chopay::config
