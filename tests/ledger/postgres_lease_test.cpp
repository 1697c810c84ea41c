// Which gateway adds to a ledger in PostgreSQL, when the lease changes hands at an awkward moment.
#include "ledger/postgres_lease.hpp"

#include <thread>

#include "ledger/postgres_store.hpp"
#include "ledger/trusted_clock.hpp"
#include "ledger/verify.hpp"
#include "tests/ledger/postgres_ledger.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;
using postgres::Connection;

namespace {

const auto market = MarketId::parse("ha-long-1").value();

Draft credit(int i) {
  return credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), 1'000 + i);
}

/// Looks until it is so; false where it has not come to be within half a minute.
template <class Condition>
bool comes_true(const Condition& condition) {
  const auto until = std::chrono::steady_clock::now() + postgres_answer_max;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

std::string asked(const std::string& url, std::string_view sql) {
  const auto rows = Connection{PostgresServer::as_owner(url), postgres_answer_max}.ask(sql);
  return std::string{rows.bytes(0, 0)};
}

/// Does something at the next change of a table, before it: as somebody who comes in between.
void at_next_change(const std::string& url, const std::string& table, const std::string& sql,
                    const std::string& result = "NEW") {
  run_as_owner(url,
               "CREATE FUNCTION chopay.meddle() RETURNS trigger LANGUAGE plpgsql "
               "SECURITY DEFINER AS $$ BEGIN " +
                   sql + " RETURN " + result +
                   "; END $$; "
                   "CREATE TRIGGER meddle BEFORE UPDATE ON chopay." +
                   table + " FOR EACH ROW EXECUTE FUNCTION chopay.meddle()");
}

constexpr const char* given_away = "UPDATE chopay.lease SET holder = 'another';";

}  // namespace

TEST_CASE("Who is told that another has the lease leads no more, until it is taken again") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresLease lease{url, "10.0.0.1:8090"};
  REQUIRE(lease.try_to_take());
  CHECK(lease.lead() == Lead::ours);
  CHECK(lease.try_to_take());  // it is taken
  const auto own_name = asked(url, "SELECT holder FROM chopay.lease");
  run_as_owner(url, given_away);
  REQUIRE(comes_true([&] { return lease.lead() == Lead::lost; }));
  SECTION("once the other is silent") {
    CHECK_FALSE(lease.try_to_take());
    CHECK(comes_true([&] { return lease.try_to_take(); }));
  }
  SECTION("at once where its own name stands there") {
    run_as_owner(url, "UPDATE chopay.lease SET holder = '" + own_name + "'");
    CHECK(lease.try_to_take());
  }
  CHECK(lease.lead() == Lead::ours);
}

TEST_CASE("A lease whose holder still counts is not taken, however often one looks") {
  // A busy machine may keep a holder from counting once; what takes without need does so each time.
  for (int rounds_left = 3; rounds_left > 0; --rounds_left) {
    const auto url = new_postgres_ledger();
    if (url.empty()) return;
    PostgresLease first{url, "10.0.0.1:8090"};
    REQUIRE(first.try_to_take());
    PostgresLease second{url, "10.0.0.2:8090"};
    bool taken = false;
    const auto look = [&] { return taken = taken || second.try_to_take(); };
    const auto until = std::chrono::steady_clock::now() + 2 * PostgresLease::silence_max;
    while (std::chrono::steady_clock::now() < until && !look()) {
    }
    const bool lives = comes_true([&] { return look() || second.holder_lives(); });
    if (taken && rounds_left > 1) continue;
    CHECK_FALSE(taken);
    CHECK(lives);
    CHECK(second.holder_address() == "10.0.0.1:8090");
    CHECK(first.lead() == Lead::ours);
    return;
  }
}

TEST_CASE("A holder that is silent is doubted before anybody takes its place") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresLease lease{url, ""};
  CHECK_FALSE(lease.holder_lives());  // nobody has looked
  run_as_owner(url, given_away);
  REQUIRE_FALSE(lease.try_to_take());
  CHECK(lease.holder_lives());  // for all that can be known
  CHECK(comes_true([&] { return !lease.holder_lives(); }));
  run_as_owner(url, "UPDATE chopay.lease SET beat = beat + 1");
  REQUIRE_FALSE(lease.try_to_take());
  CHECK(lease.holder_lives());
  run_as_owner(url, "UPDATE chopay.lease SET holder = ''");
  CHECK(lease.try_to_take());
  CHECK_FALSE(lease.holder_lives());
}

TEST_CASE("A lease is kept over connections that end, and left free by who goes") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  {
    PostgresLease lease{url, ""};
    REQUIRE(lease.try_to_take());
    end_connections(url);
    const auto beat = "SELECT beat::text FROM chopay.lease";
    const auto before = std::stoll(asked(url, beat));
    CHECK(comes_true([&] { return std::stoll(asked(url, beat)) > before + 1; }));
    CHECK(lease.lead() == Lead::ours);
  }
  CHECK(asked(url, "SELECT holder FROM chopay.lease").empty());
}

TEST_CASE("A lease that cannot be looked at is not taken") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  SECTION("its server is away for a moment") {
    CuttingProxy proxy{socket_folder(url)};
    PostgresLease lease{through(proxy, url), ""};
    proxy.refuse(1);
    CHECK_FALSE(lease.try_to_take());
    CHECK_FALSE(lease.holder_lives());
    CHECK(lease.try_to_take());
  }
  SECTION("its row is gone") {
    run_as_owner(url, "DELETE FROM chopay.lease");
    PostgresLease lease{url, ""};
    CHECK_THROWS_WITH(lease.try_to_take(), Contains("lease is not there"));
  }
  SECTION("it may not be read") {
    run_as_owner(url, "REVOKE SELECT ON chopay.lease FROM chopay_writer");
    PostgresLease lease{url, ""};
    CHECK_THROWS_WITH(lease.try_to_take(), Contains("permission denied"));
  }
  SECTION("somebody was faster") {
    at_next_change(url, "lease", "", "NULL");
    PostgresLease lease{url, ""};
    CHECK_FALSE(lease.try_to_take());
  }
}

TEST_CASE("A lease that is held counts for nothing until the others are shut out") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  run_as_owner(url, "REVOKE UPDATE ON chopay.chain_head FROM chopay_writer");
  PostgresLease lease{url, ""};
  CHECK_THROWS_WITH(lease.try_to_take(), Contains("permission denied"));
  run_as_owner(url, "GRANT UPDATE (epoch) ON chopay.chain_head TO chopay_writer");
  CHECK(lease.try_to_take());
  CHECK(lease.lead() == Lead::ours);
}

TEST_CASE("Who is overtaken while it takes over does not come to lead") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  LogWriter{*std::make_unique<PostgresStore>(url)}.add(std::vector{credit(1)});
  SECTION("by another's lease") {
    PostgresStore store{url, std::make_unique<PostgresLease>(url, "")};
    at_next_change(url, "chain_head", given_away);
    CHECK_THROWS_WITH(store.try_to_lead(), Contains("another gateway has taken over"));
    CHECK(store.lead() == Lead::not_ours);
  }
  SECTION("by another's entry") {
    at_next_change(url, "chain_head", "", "NULL");
    CHECK_THROWS_WITH(PostgresStore{url}, Contains("are others on their server"));
  }
}

TEST_CASE("Who has lost the lease begins no batch, and ends none over a new connection") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  CuttingProxy proxy{socket_folder(url)};
  PostgresStore store{through(proxy, url), std::make_unique<PostgresLease>(url, "")};
  REQUIRE(store.try_to_lead());
  CHECK(store.try_to_lead());  // it does already
  LogWriter log{store};
  log.add(std::vector{credit(1)});
  const auto lose = [&] {
    run_as_owner(url, given_away);
    REQUIRE(comes_true([&] { return store.lead() == Lead::lost; }));
  };
  SECTION("before it begins") {
    lose();
    CHECK_THROWS_WITH(store.begin(), Contains("another gateway has taken over"));
    CHECK_THROWS_WITH(store.begin(), Contains("has failed before"));
  }
  SECTION("after it began") {
    const auto entries = log.seal_all(std::vector{credit(2)});
    store.begin();
    lose();
    proxy.cut(CuttingProxy::Cut::request);
    CHECK_THROWS_WITH(store.append(entries, {}), Contains("another gateway has taken over"));
  }
  CHECK(number(PostgresReader{url}.head(market).seq) == 1);
}

TEST_CASE("Further writers are those of who has the lease, and write no longer than it is held") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresStore store{url, std::make_shared<PostgresLease>(url, "")};
  CHECK_THROWS_AS(store.further_writer(), std::logic_error);
  REQUIRE(store.try_to_lead());
  const auto further = store.further_writer();
  LogWriter log{*further};
  log.add(std::vector{credit(1)});
  CHECK(number(PostgresReader{url}.head(market).seq) == 1);
  run_as_owner(url, given_away);
  REQUIRE(comes_true([&] { return further->lead() == Lead::lost; }));
  CHECK_THROWS_WITH(log.add(std::vector{credit(2)}), Contains("another gateway has taken over"));
  CHECK(number(PostgresReader{url}.head(market).seq) == 1);
}

TEST_CASE("A store without a lease leads from the start, and names nobody else") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresStore store{url};
  CHECK(store.lead() == Lead::ours);
  CHECK(store.leader_address().empty());
}

TEST_CASE("A checkpoint or a change of the vault whose answer is lost is written once, too") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  CuttingProxy proxy{socket_folder(url)};
  PostgresStore store{through(proxy, url)};
  LogWriter log{store};
  log.add(std::vector{credit(1), credit(2)});
  const auto cut = GENERATE(CuttingProxy::Cut::request, CuttingProxy::Cut::commit);
  const StoredCheckpoint checkpoint{BusinessDay{}, 2, "note"};
  const Seal with_note{market, {}, checkpoint};
  proxy.cut(cut);
  store.begin();
  store.append({}, {}, {&with_note, 1});
  CHECK(proxy.has_cut());
  const Seal with_tile{market, {{1, 0, Hash{1}}}, {}};
  store.begin();
  store.append({}, std::vector<VaultChange>{{"a", "b"}}, {&with_tile, 1});
  proxy.cut(cut);
  store.begin();
  store.append({}, std::vector<VaultChange>{{"a", "c"}});
  CHECK(proxy.has_cut());
  PostgresReader reader{url};
  CHECK(reader.checkpoint(market) == checkpoint);
  CHECK(reader.vault_get("a") == "c");
  CHECK(number(reader.head(market).seq) == 2);
}

TEST_CASE("A batch whose answer is lost is not taken for written where its server cannot keep it") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  CuttingProxy proxy{socket_folder(url)};
  PostgresStore store{through(proxy, url)};
  LogWriter log{store};
  log.add(std::vector{credit(1)});
  // As a primary that was cut off: it shows the entry, and nothing after it becomes durable.
  at_next_change(url, "chain_head", "IF NEW.seq = OLD.seq THEN RETURN NULL; END IF;");
  proxy.cut(CuttingProxy::Cut::commit);
  CHECK_THROWS_WITH(log.add(std::vector{credit(2)}), Contains("another gateway adds to its log"));
  CHECK(proxy.has_cut());
  CHECK_THROWS_AS(store.begin(), StoreFailure);
}

TEST_CASE("An unfit holder keeps the lease until a fit one asks for it, and no other gets it") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  const auto its = std::make_shared<LeadTerms>();
  const auto other = std::make_shared<LeadTerms>();
  PostgresLease first{url, "10.0.0.1:8090", its};
  PostgresLease second{url, "10.0.0.2:8090", other};
  REQUIRE(first.try_to_take());
  CHECK_FALSE(second.try_to_take());
  CHECK_FALSE(other->lead_is_offered());
  its->set_fitness(Fitness::unfit);
  SECTION("it is offered, and taken by one that is fit") {
    CHECK(comes_true([&] { return second.try_to_take(); }));
    CHECK(comes_true([&] { return first.lead() == Lead::lost; }));
    CHECK(second.lead() == Lead::ours);
    CHECK(asked(url, "SELECT offered::text FROM chopay.lease") == "false");
  }
  SECTION("one that knows damage of the ledger leaves it, and one that is unfit, too") {
    other->set_fitness(GENERATE(Fitness::doubtful, Fitness::unfit));
    CHECK(comes_true([&] { return second.try_to_take() || other->lead_is_offered(); }));
    CHECK_FALSE(second.try_to_take());
    CHECK(first.lead() == Lead::ours);
  }
  SECTION("it is offered no longer once the holder is fit again") {
    other->set_fitness(Fitness::unfit);
    CHECK(comes_true([&] { return second.try_to_take() || other->lead_is_offered(); }));
    its->set_fitness(Fitness::fit);
    CHECK(comes_true([&] { return second.try_to_take() || !other->lead_is_offered(); }));
    other->set_fitness(Fitness::fit);
    CHECK_FALSE(second.try_to_take());
  }
}

TEST_CASE("Where nobody holds the lease an unfit one lets a fit one go first, and then takes it") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  const auto terms = std::make_shared<LeadTerms>();
  terms->set_fitness(Fitness::unfit);
  PostgresLease unfit{url, "", terms};
  CHECK_FALSE(unfit.try_to_take());
  SECTION("a fit one takes it at once") {
    PostgresLease fit{url, ""};
    CHECK(fit.try_to_take());
  }
  SECTION("alone, it takes it after a while") {
    const auto began = std::chrono::steady_clock::now();
    CHECK(comes_true([&] { return unfit.try_to_take(); }));
    CHECK(std::chrono::steady_clock::now() - began + std::chrono::seconds{1} >=
          PostgresLease::unfit_wait);
  }
}

TEST_CASE("Who looks at the lease, and who holds it, is told what the server's clock says") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  const auto terms = std::make_shared<LeadTerms>();
  PostgresLease lease{url, "", terms};
  const auto is_told = [&] {
    const auto here = SystemClock{}.now().time_since_epoch() - since_boot();
    const auto there = terms->server_offset();
    return there && std::chrono::abs(*there - here) < TrustedClock::leap_min;
  };
  CHECK_FALSE(is_told());
  REQUIRE(lease.try_to_take());
  CHECK(is_told());
  terms->server_said(Instant{}, since_boot());
  CHECK_FALSE(is_told());
  CHECK(comes_true(is_told));  // by the next beat
}
