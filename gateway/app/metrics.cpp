#include "gateway/app/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <utility>

#include "gateway/api/lane.hpp"

namespace chopay::app {
namespace {

using prometheus::Histogram;

const Histogram::BucketBoundaries sizes{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048};
/// Seconds: from a tenth of a millisecond, a fast disk's sync, to ten seconds.
const Histogram::BucketBoundaries times{0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03,
                                        0.1,    0.3,    1,     3,     10};

/// Seconds: banks tell the time in whole ones; from at once to a day.
const Histogram::BucketBoundaries lags{1, 3, 10, 30, 60, 300, 900, 3'600, 14'400, 86'400};

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

Histogram& histogram(prometheus::Registry& registry, const char* name, const char* help,
                     const Histogram::BucketBoundaries& bounds) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, bounds);
}

prometheus::Family<prometheus::Gauge>& gauges(prometheus::Registry& registry, const char* name,
                                              const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

}  // namespace

struct Metrics::Families {
  prometheus::Registry registry;
  Histogram& batch_commands = histogram(registry, "chopay_lane_batch_commands",
                                        "Commands that the lane decided in one batch", sizes);
  Histogram& commit = histogram(registry, "chopay_lane_commit_seconds",
                                "One durable transaction, sync and reading back included", times);
  Histogram& between =
      histogram(registry, "chopay_lane_between_seconds",
                "Work between batches: the WAL moved, the head guard synced", times);
  Histogram& checkpoint =
      histogram(registry, "chopay_wal_checkpoint_seconds",
                "The write-ahead log moved into the ledger; commits waited for it", times);
  prometheus::Counter& entries = prometheus::BuildCounter()
                                     .Name("chopay_entries_total")
                                     .Help("Entries committed since the start")
                                     .Register(registry)
                                     .Add({});
  prometheus::Gauge& queue =
      gauges(registry, "chopay_lane_queue_commands", "Commands that wait for the lane").Add({});
  prometheus::Gauge& failed =
      gauges(registry, "chopay_lane_failed", "1: the lane has stopped for good").Add({});
  prometheus::Family<prometheus::Gauge>& lane_refused =
      gauges(registry, "chopay_lane_refused", "1: nothing is added to the ledger, and why");
  prometheus::Gauge& wal =
      gauges(registry, "chopay_wal_bytes", "Size of the ledger's write-ahead log").Add({});
  prometheus::Family<prometheus::Gauge>& head_entries =
      gauges(registry, "chopay_market_entries", "Entries of the market's log");
  prometheus::Family<prometheus::Gauge>& head_age =
      gauges(registry, "chopay_market_head_age_seconds", "Since the market's newest entry");
  prometheus::Family<prometheus::Gauge>& suspense =
      gauges(registry, "chopay_market_suspense", "Credits that no stall explains");
  prometheus::Family<prometheus::Gauge>& webhook =
      gauges(registry, "chopay_webhook_waiting", "Messages that are not delivered yet");
  prometheus::Gauge& leads =
      gauges(registry, "chopay_gateway_leads", "1: this gateway adds to the ledger").Add({});
  prometheus::Gauge& clock_doubted =
      gauges(registry, "chopay_clock_doubted",
             "1: the machine's clock has leapt, or is far from the database's")
          .Add({});
  prometheus::Family<prometheus::Counter>& passed_on =
      prometheus::BuildCounter()
          .Name("chopay_passed_on_total")
          .Help("Requests passed on to the gateway that leads, by what came of them")
          .Register(registry);
  std::array<prometheus::Counter*, 3> passed_on_by{&passed_on.Add({{"came", "whole"}}),
                                                   &passed_on.Add({{"came", "not_sent"}}),
                                                   &passed_on.Add({{"came", "unknown"}})};
  prometheus::Family<Histogram>& requests =
      prometheus::BuildHistogram()
          .Name("chopay_request_seconds")
          .Help("From the complete request to its answer; of a callback: to the durable commit")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& refused =
      prometheus::BuildCounter()
          .Name("chopay_refused_total")
          .Help("Requests that were refused before any handler had them, by the answer's code")
          .Register(registry);
  prometheus::Counter& shed =
      prometheus::BuildCounter()
          .Name("chopay_shed_total")
          .Help("Connections that were turned away because there were too many")
          .Register(registry)
          .Add({});
  Histogram& shown = histogram(
      registry, "chopay_commit_to_screen_seconds",
      "From an entry's durable commit until it was written to an open event stream", times);
  prometheus::Family<Histogram>& lag =
      prometheus::BuildHistogram()
          .Name("chopay_source_lag_seconds")
          .Help("From the bank's own time to the first message of it, by source")
          .Register(registry);

  std::mutex mutex;
  /// By route and the first digit of the status, so that a request costs no look-up of labels.
  std::map<std::string, std::array<Histogram*, 6>, std::less<>> by_route;
  std::map<std::string, prometheus::Counter*, std::less<>> refused_by;  ///< by code
  std::map<std::string, Histogram*> lag_of;  ///< by source; only configured ones are ever told
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {}
Metrics::~Metrics() = default;

void Metrics::batch(const ledger::BatchFigures& figures) {
  auto& all = *families_;
  all.batch_commands.Observe(static_cast<double>(figures.commands));
  if (figures.commit.count() > 0) {
    all.commit.Observe(seconds(figures.commit));
    all.between.Observe(seconds(figures.between));
  }
  if (figures.checkpoint.count() > 0) all.checkpoint.Observe(seconds(figures.checkpoint));
  all.entries.Increment(static_cast<double>(figures.entries));
  all.queue.Set(static_cast<double>(figures.waiting));
}

void Metrics::served(const http::Served& served) {
  auto& all = *families_;
  const auto digit = static_cast<std::size_t>(std::clamp(served.status / 100, 0, 5));
  Histogram* found = nullptr;
  {
    const std::lock_guard lock{all.mutex};
    auto known = all.by_route.find(served.route);
    if (known == all.by_route.end()) {
      known = all.by_route.emplace(std::string{served.route}, std::array<Histogram*, 6>{}).first;
    }
    auto& kept = known->second[digit];
    if (!kept) {
      kept = &all.requests.Add({{"route", known->first}, {"status", std::to_string(digit) + "xx"}},
                               times);
    }
    found = kept;
  }
  found->Observe(seconds(served.took));
}

void Metrics::refused(std::string_view code) {
  auto& all = *families_;
  const std::lock_guard lock{all.mutex};
  auto known = all.refused_by.find(code);
  if (known == all.refused_by.end()) {
    const std::string name{code};
    known = all.refused_by.emplace(name, &all.refused.Add({{"code", name}})).first;
  }
  known->second->Increment();
}

void Metrics::shed() {
  families_->shed.Increment();
}

void Metrics::told(const std::string& source, std::chrono::nanoseconds lag) {
  auto& all = *families_;
  Histogram* found = nullptr;
  {
    const std::lock_guard lock{all.mutex};
    auto& kept = all.lag_of[source];
    if (!kept) kept = &all.lag.Add({{"source", source}}, lags);
    found = kept;
  }
  found->Observe(seconds(lag));
}

void Metrics::shown(std::chrono::nanoseconds took) {
  families_->shown.Observe(seconds(took));
}

void Metrics::passed_on(net::LinkAnswer::Came came) {
  families_->passed_on_by.at(static_cast<std::size_t>(came))->Increment();
}

void Metrics::leads() {
  families_->leads.Set(1);
}

void Metrics::doubts_clock(bool doubted) {
  families_->clock_doubted.Set(doubted ? 1 : 0);
}

std::string Metrics::text(const Levels& levels) {
  auto& all = *families_;
  all.failed.Set(levels.lane_failed ? 1 : 0);
  for (const auto refusal : api::every_refusal) {
    all.lane_refused.Add({{"why", std::string{ledger::refusal_name(refusal)}}})
        .Set(levels.lane_refused == refusal ? 1 : 0);
  }
  all.wal.Set(static_cast<double>(levels.wal_bytes));
  for (const auto& market : levels.markets) {
    const std::map<std::string, std::string> labels{{"market", market.id}};
    all.head_entries.Add(labels).Set(static_cast<double>(market.entries));
    all.head_age.Add(labels).Set(market.newest_age_s);
    all.suspense.Add(labels).Set(static_cast<double>(market.suspense));
  }
  for (const auto& webhook : levels.webhooks) {
    all.webhook.Add({{"webhook", webhook.id}}).Set(static_cast<double>(webhook.waiting));
  }
  return prometheus::TextSerializer{}.Serialize(all.registry.Collect());
}

}  // namespace chopay::app
