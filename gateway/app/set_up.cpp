#include "gateway/app/set_up.hpp"

#include "gateway/bank/signature.hpp"
#include "ledger/file_lock.hpp"

namespace chopay::app {
namespace {

constexpr std::size_t one_at_a_time = 1;

std::string new_token(ledger::Random& random) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  return ledger::to_hex(bytes);
}

std::string hash_of(std::string_view token) {
  return ledger::to_hex(ledger::sha256({token}));
}

bool is_of(std::string_view token, const std::string& hash) {
  return !hash.empty() && bank::equal_in_constant_time(hash_of(token), hash);
}

}  // namespace

std::string SetUp::begin(ledger::Random& random, ledger::Instant now, std::string data,
                         CarryOut carry_out) {
  data_ = std::move(data);
  carry_out_ = std::move(carry_out);
  worker_ = std::make_unique<api::WorkerPool>(one_at_a_time, one_at_a_time);
  auto token = new_token(random);
  link_hash_ = hash_of(token);
  link_until_ = now + link_lifetime;
  pending_.store(true, std::memory_order_release);
  return token;
}

bool SetUp::is_link(std::string_view token, ledger::Instant now) const {
  const std::lock_guard lock{mutex_};
  return now < link_until_ && is_of(token, link_hash_);
}

std::optional<std::string> SetUp::take_link(std::string_view token, ledger::Random& random,
                                            ledger::Instant now) {
  const std::lock_guard lock{mutex_};
  if (now >= link_until_ || !is_of(token, link_hash_)) return std::nullopt;
  link_hash_.clear();
  auto browser = new_token(random);
  browser_hash_ = hash_of(browser);
  browser_until_ = now + browser_lifetime;
  return browser;
}

bool SetUp::is_browser(std::string_view token, ledger::Instant now) const {
  const std::lock_guard lock{mutex_};
  return now < browser_until_ && is_of(token, browser_hash_);
}

net::Task<bool> SetUp::finish(net::Loop& loop, const SetUpPlan& plan, bool made_secret) {
  co_return co_await worker_->run(loop, [&](std::size_t) { finish_now(plan, made_secret); });
}

void SetUp::finish_now(const SetUpPlan& plan, bool made_secret) {
  if (!is_pending()) return;
  const auto file = merchant::parse_market_file(plan.market).value();
  ledger::make_durable_directory(data_);
  keep_plan(plan, data_);
  Done made{plan, file.market.data.name, carry_out_(plan), made_secret};
  const std::lock_guard lock{mutex_};
  done_ = std::move(made);
  pending_.store(false, std::memory_order_release);
}

std::optional<SetUp::Done> SetUp::done() const {
  const std::lock_guard lock{mutex_};
  return done_;
}

void SetUp::note_trial(const Trial& trial) {
  const std::lock_guard lock{mutex_};
  if (done_) done_->trial = trial;
}

}  // namespace chopay::app
