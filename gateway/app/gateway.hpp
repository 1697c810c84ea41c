#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "config/settings.hpp"
#include "gateway/api/services.hpp"
#include "gateway/app/day_closer.hpp"
#include "gateway/app/document_drop.hpp"
#include "gateway/app/expiry_watch.hpp"
#include "gateway/app/fitness.hpp"
#include "gateway/app/health_routes.hpp"
#include "gateway/app/kept_retention.hpp"
#include "gateway/app/passing.hpp"
#include "gateway/app/presence.hpp"
#include "gateway/app/silence_watch.hpp"
#include "gateway/app/snapshot_renewal.hpp"
#include "gateway/app/source_watch.hpp"
#include "gateway/app/witness_client.hpp"
#include "gateway/http/server.hpp"
#include "gateway/outbound/polling.hpp"
#include "gateway/outbound/push_sender.hpp"
#include "gateway/outbound/soundbox.hpp"
#include "gateway/outbound/webhook.hpp"
#include "gateway/payos/account.hpp"
#include "ledger/open_store.hpp"
#include "ledger/trusted_clock.hpp"
#include "merchant/rules.hpp"

namespace chopay::app {

/// The composition root: builds every object of a running gateway in order and takes them down in
/// the reverse order. Used from one thread.
class Gateway {
 public:
  /// More routes, and changes of what the server may do: for benchmarks.
  struct Extras {
    std::function<void(http::Router&, api::Services&)> add_routes;
    std::function<void(http::ServerSettings&)> adjust;
    /// Puts itself around every handler, outermost; nothing: none does.
    std::function<http::Handler(const http::Route&, http::Handler)> wrap;
    /// Whether to wait on for a ledger that another gateway writes; nothing: not at all.
    std::function<bool()> keep_waiting;
    /// Then it does not wait, but stands by: see try_to_lead().
    bool may_stand_by = false;
    /// The time; nothing: the machine's.
    std::shared_ptr<const ledger::Clock> clock;
    /// Is told once, from another thread, that the ledger's lane has failed.
    std::function<void()> on_failure;
  };

  /// Opens the ledger and folds it. Throws ledger::StoreFailure where it cannot be used, is
  /// damaged or belongs to another process, config::BadSettings for a source that cannot work.
  /// One that stands by leads() nothing yet.
  Gateway(const config::Settings& settings, Extras extras);
  explicit Gateway(const config::Settings& settings) : Gateway(settings, Extras{}) {}
  ~Gateway();

  /// Whether it adds to the ledger. What asks the lane, and put(), REQUIRE that.
  bool leads() const { return appender_ != nullptr; }
  /// Of one that stands by: folds what others have added, and takes over where nobody leads any
  /// more; then true, and begin_leading() is to follow. Takes no longer than its server does to
  /// answer, or not to. Throws ledger::StoreFailure for a damaged ledger.
  bool try_to_lead();
  /// What start() does for one that leads already. From no I/O thread.
  void begin_leading();

  /// Whether the ledger's lane has failed for its disk: then another gateway on the same folder
  /// goes on once that takes writes.
  bool has_lost_its_disk() const { return lane_.has_lost_its_disk(); }

  /// Asks the rules directly; before start() and from no I/O thread.
  api::Lane& lane() { return lane_; }
  ledger::Store& store() { return *store_; }
  ledger::Random& random() { return random_; }
  const ledger::Clock& clock() const { return clock_; }
  api::Services& services() { return services_; }

  /// Puts a row into the vault; before start(), or from a thread that is no I/O thread.
  void put(const ledger::VaultChange& change);
  /// The market's keys as the vault has them; before start().
  std::vector<api::KeyView> keys_of(const merchant::MarketId& market);
  /// Loads the keys and accepts connections; returns the port. One that stands by passes on what it
  /// is asked.
  ledger::Result<std::uint16_t> start();
  /// Takes the sources, with their secrets and limits, the keys of webhooks and payOS shops, and
  /// the certificate as these settings have them. A webhook or shop that is new or gone is so from
  /// the next start on. Callable while it runs. Throws config::BadSettings, and then everything is
  /// as it was.
  void reload(const config::Settings& settings);
  /// Answers what was accepted, commits what was queued, and stops.
  void stop();

 private:
  void restore_snapshot();
  bool look_for_lead();
  void look_at_itself();
  bool doubts_its_clock();
  ledger::Fitness tell_fitness(ledger::Fitness fitness);
  void wait_for_lead(const std::function<bool()>& keep_waiting);
  void fold_further();
  void fold_what_is_new();
  void forget_books();
  void take_lead();
  void load_vault();
  void start_work();
  net::Task<void> watch_lead(net::Loop& loop);
  void fail(std::string_view event, const std::string& why);
  std::string snapshot_path() const;
  void save_snapshot();
  std::unique_ptr<ledger::Sealer> open_sealer();
  void add_poll(const config::Poll& poll);
  void add_webhook(const config::Webhook& webhook);
  void add_payos_shop(const config::PayosShop& shop);
  std::vector<std::function<void()>> key_changes(const config::Settings& settings);
  void start_deliveries();
  void add_api_routes(http::Router& router);
  http::Router routes(const Extras& extras);
  http::ServerSettings server_settings(const Extras& extras);

  config::Settings settings_;
  const std::shared_ptr<ledger::LeadTerms> terms_ = std::make_shared<ledger::LeadTerms>();
  const std::shared_ptr<const ledger::Clock> given_clock_;
  const ledger::SystemClock machine_clock_{};
  const ledger::TrustedClock trusted_clock_{machine_clock_, terms_};
  const ledger::Clock& clock_;
  ledger::SystemRandom random_;
  const std::string address_;  ///< for the other gateways; empty: there are none
  std::unique_ptr<ledger::Store> store_;
  merchant::Rules rules_;
  const std::string no_books_ = rules_.state();  ///< as it was before anything was folded
  std::vector<ledger::MarketHead> folded_;       ///< up to where, until the lane does it
  std::chrono::steady_clock::time_point folded_at_{};
  LeadTrial trial_;
  StandingRefusal refusal_;                 ///< of the lane
  std::atomic<bool> clock_doubted_{false};  ///< as of the last look
  std::string last_failure_;                ///< of the ledger's server while it stands by
  const std::function<void()> tell_failure_;
  Metrics metrics_;  ///< outlives the lane and the I/O threads, which tell it
  net::IoThreads threads_;
  const std::unique_ptr<net::TlsSecret> secret_;  ///< of the gateways; null: there is but this one
  Passing passing_;
  api::Feed feed_;
  api::Lane lane_;
  std::unique_ptr<ledger::Appender> appender_;
  // They outlive the readers, whose last jobs are theirs.
  net::HttpClient outgoing_;
  outbound::Webhooks webhooks_;
  payos::Accounts payos_;
  outbound::Soundboxes soundboxes_;
  std::unique_ptr<outbound::PushSender> push_;  ///< none: no device is woken
  api::ReaderPool readers_;
  api::ReaderPool papers_{*store_, api::paper_threads, api::papers_waiting_max, api::Pace::behind};
  api::Services services_;
  Presence presence_{services_};
  SourceWatch source_watch_{services_};
  ExpiryWatch expiry_watch_{services_};
  std::vector<std::unique_ptr<outbound::Poller>> pollers_;
  std::unique_ptr<WitnessClient> witnesses_;
  std::unique_ptr<DayCloser> day_closer_;
  std::unique_ptr<DocumentDrop> document_drop_;
  std::unique_ptr<KeptRetention> kept_retention_;
  std::unique_ptr<SilenceWatch> silence_watch_;
  std::unique_ptr<SnapshotRenewal> snapshot_renewal_;
  std::unique_ptr<http::Observer> observer_;
  std::unique_ptr<http::Server> server_;
  std::atomic<bool> lane_failed_{false};
  bool running_ = false;  ///< the I/O threads
  bool started_ = false;  ///< an offline one has read no settings of sessions: it ends none
  bool stopped_ = false;
};

}  // namespace chopay::app
