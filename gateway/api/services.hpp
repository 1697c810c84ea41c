#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/api/access_keys.hpp"
#include "gateway/api/cosigned.hpp"
#include "gateway/api/delivery_log.hpp"
#include "gateway/api/feed.hpp"
#include "gateway/api/feeder.hpp"
#include "gateway/api/invitation_list.hpp"
#include "gateway/api/lane.hpp"
#include "gateway/api/open_lines.hpp"
#include "gateway/api/reader_pool.hpp"
#include "gateway/api/sign_in.hpp"
#include "gateway/api/signed_once.hpp"
#include "gateway/api/source_contacts.hpp"
#include "gateway/http/router.hpp"
#include "ledger/clock.hpp"
#include "ledger/crypto.hpp"
#include "ledger/log_key.hpp"
#include "qr/drawing_cache.hpp"

namespace chopay::api {

/// Papers are made one after the other: each of the largest market takes some 10 MB and most of a
/// second of one core, and however many are asked for, no second core and no more memory is theirs.
inline constexpr std::size_t paper_threads = 1;
/// So many wait; more are answered 503.
inline constexpr std::size_t papers_waiting_max = 8;

/// Tells the operator; a name and a text without payer data, and the id of the request that it is
/// about, if it is about one. Callable from any thread.
struct Warn {
  std::function<void(std::string_view event, std::string_view detail, std::string_view request)>
      tell{};  ///< empty: nobody is told

  void operator()(std::string_view event, std::string_view detail,
                  std::string_view request = {}) const {
    if (tell) tell(event, detail, request);
  }
};

/// What the routes work with. Everything outlives the server; set up before it starts, and not
/// changed while it runs.
struct Services {
  Lane& lane;
  Feed& feed;
  ReaderPool& readers;
  ReaderPool& papers;  ///< reads and draws what is printed; see papers.hpp
  const ledger::Clock& clock;
  ledger::Random& random;
  AccessKeys keys{clock};
  Feeders feeders = {};
  std::string public_url;    ///< "https://pay.example.vn", without a slash at the end
  std::string loopback_url;  ///< how the process reaches itself: "http://127.0.0.1:8080"
  std::chrono::seconds request_lifetime{15 * 60};
  std::chrono::seconds payee_cool_off{24 * 3600};  ///< between agreement and a payee change
  Warn warn = {};
  /// Is told how long a message that brought something new took to come, from the bank's own time
  /// to its arrival here (source_lag.hpp). Callable from any thread; empty: nobody is.
  std::function<void(const std::string& source, std::chrono::nanoseconds lag)> on_told{};
  /// Is told how long an event took from the commit of its entry until it was written to a stream
  /// that was open at the commit. Likewise.
  std::function<void(std::chrono::nanoseconds took)> on_shown{};
  /// Under which name and key the logs are signed; nothing where they are not.
  std::optional<ledger::LogIdentity> log = {};
  Cosigned cosigned = {};  ///< what witnesses have signed since the start
  qr::DrawingCache drawings{32U << 20U};
  /// Pages take a key from their link (`?key=`): for a sandbox's play money alone. Addresses stay
  /// in histories and proxies' logs, so whoever handles money is invited (invitation_list.hpp).
  bool keys_in_links = false;
  bool bank_app_links = true;  ///< shoppers are offered their banks' apps, by a third party's links
  InvitationList invitations = {};
  SignInDesk desk = {};
  SourceContacts contacts = {};  ///< of the feeders
  SignedOnce signed_once = {};
  OpenLines lines = {};         ///< the event streams of stalls
  DeliveryLog deliveries = {};  ///< what the feeds have sent
  /// Messages of a source that are kept though they cannot be read or believed, a minute: some
  /// formats are read before it is known who sent them.
  http::RateLimit bad_ones_kept{2};

  /// True where browsers come over TLS: their cookies say so.
  bool is_https() const { return public_url.starts_with("https:"); }
};

/// How long an event stream is quiet before a heartbeat.
inline constexpr std::chrono::seconds heartbeat{15};

// One function a file of routes; adding an endpoint is adding a row there.
void add_request_routes(http::Router& router, Services& services);
void add_stall_routes(http::Router& router, Services& services);
void add_stall_correction_routes(http::Router& router, Services& services);
void add_market_import_routes(http::Router& router, Services& services);
void add_settlement_routes(http::Router& router, Services& services);
void add_day_slip_routes(http::Router& router, Services& services);
void add_household_book_routes(http::Router& router, Services& services);
void add_charge_routes(http::Router& router, Services& services);
void add_charge_paper_routes(http::Router& router, Services& services);
void add_charge_reminder_routes(http::Router& router, Services& services);
void add_callback_routes(http::Router& router, Services& services);
void add_log_routes(http::Router& router, Services& services);
void add_credit_routes(http::Router& router, Services& services);
void add_refund_routes(http::Router& router, Services& services);
void add_payee_change_routes(http::Router& router, Services& services);
void add_key_routes(http::Router& router, Services& services);
void add_people_routes(http::Router& router, Services& services);
void add_device_routes(http::Router& router, Services& services);
void add_patrol_routes(http::Router& router, Services& services);
void add_source_routes(http::Router& router, Services& services);
void add_consent_routes(http::Router& router, Services& services);
void add_complaint_routes(http::Router& router, Services& services);
void add_incident_routes(http::Router& router, Services& services);
void add_document_link_routes(http::Router& router, Services& services);
void add_alarm_routes(http::Router& router, Services& services);
void add_held_notice_routes(http::Router& router, Services& services);
void add_event_routes(http::Router& router, Services& services);
void add_day_routes(http::Router& router, Services& services);
void add_pay_routes(http::Router& router, Services& services);
void add_bank_app_routes(http::Router& router, Services& services);
void add_bank_routes(http::Router& router);
void add_openapi_route(http::Router& router);

/// The description that GET /openapi.json gives.
std::string_view api_description();

}  // namespace chopay::api
