// Every change of a ledger's file is found, refused, or changes nothing that can be read.
#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <random>

#include "ledger/sealed_store.hpp"
#include "ledger/sealer.hpp"
#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/crash/sealed_ledger.hpp"
#include "tests/crash/shim_disk.hpp"
#include "tests/support/sample_size.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

std::shared_ptr<const VaultCipher> cipher() {
  static const auto one = [] {
    std::vector<VaultKey> keys(1);
    keys[0].bytes.fill(7);
    return std::make_shared<const VaultCipher>(std::move(keys));
  }();
  return one;
}

/// All rows of all tables, with their types.
constexpr const char* tables[] = {
    "SELECT group_concat(no || quote(id)) FROM market",
    "SELECT group_concat(market_no || quote(seq) || quote(hash) || quote(derived_seq) || "
    "quote(derived_hash)) FROM chain_head",
    "SELECT group_concat(id || quote(stall) || quote(stall_before) || quote(hash) || "
    "quote(bytes) || quote(private)) FROM entry",
    "SELECT group_concat(market_no || quote(stall) || quote(seq) || quote(hash)) FROM stall_head",
    "SELECT group_concat(market_no || quote(day) || quote(bank) || quote(reference) || "
    "quote(account) || quote(seq)) FROM credit_key",
    "SELECT group_concat(market_no || quote(day) || quote(account) || quote(postings) || "
    "quote(amount) || quote(last_seq)) FROM day_total",
    "SELECT group_concat(market_no || quote(level) || quote(n) || quote(hash)) FROM tile",
    // Their days are labels, of which verify looks at the order.
    "SELECT group_concat(market_no || quote(size) || quote(note)) FROM checkpoint",
    "SELECT group_concat(quote(name) || quote(value)) FROM vault",
    // As look-ups find it, which may differ from what a scan comes by.
    "SELECT group_concat((SELECT quote(hash) FROM entry e WHERE e.id = i.id)) FROM "
    "(SELECT id FROM entry ORDER BY id % 5, id DESC) i",
    "PRAGMA user_version", "PRAGMA encoding"};

std::string content_of(sqlite::Database& database) {
  std::string all;
  for (const char* const sql : tables) all += database.ask(sql).value_or("none") + '\n';
  return all;
}

/// A signed ledger of two markets with sealed rows in its vault, which lies in ledger.db alone,
/// with nothing left in a WAL, on a disk in memory. Some of its rows trail the log, others do not.
class SmallLedger {
 public:
  explicit SmallLedger(int entries) {
    write(entries);
    bytes_ = disk_.files().at(path());
    disk_.set({{path(), bytes_}});
    // Of a ledger that were unsound from the first, every change would be found.
    content_ = content_if_sound().value();
  }

  std::string path() const { return directory_.path() + "/ledger.db"; }
  std::size_t size() const { return bytes_.size(); }

  /// Whether a change of one byte goes unnoticed although it changes what can be read.
  bool unnoticed(std::size_t at, char flipped_bits) {
    auto changed = bytes_;
    changed[at] = static_cast<char>(changed[at] ^ flipped_bits);
    disk_.set({{path(), std::move(changed)}});
    const auto now = content_if_sound();
    if (!now) return false;
    if (*now == content_) {
      ++harmless;
      return false;
    }
    const auto differs = std::ranges::mismatch(*now, content_).in1 - now->begin();
    const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(differs - 60, 0));
    UNSCOPED_INFO(at << ": " << now->substr(from, 120) << "\ninstead of "
                     << content_.substr(from, 120));
    return true;
  }

  std::size_t harmless = 0;  ///< changes of bytes that nothing reads, such as the gaps of a page

 private:
  void write(int entries) {
    const auto store = sealed(
        std::make_unique<SqliteStore>(directory_.path(), CheckpointPages{0, 0}, 5), cipher());
    Sealer sealer{store->own_reader(), SealedLedger::key()};
    LogWriter log{*store};
    for (int i = 0; i < entries; ++i) {
      auto draft = credit_draft(i % 3 == 2 ? "ha-long-2" : "ha-long-1", "A" + std::to_string(i % 4),
                                "FT" + std::to_string(i), 1'000 + i);
      draft.data = R"({"verdict":"static","note":")" +
                   std::string(static_cast<std::size_t>(i % 7) * 90, 'x') + "\"}";
      const auto added = log.seal_all(std::vector{draft});
      sealer.add(added.front());
      const auto seals = sealer.seal(market_morning() + std::chrono::hours{24 * (i / 8)}).seals;
      store->begin();
      store->append(added, std::vector<VaultChange>{{"key/" + std::to_string(i % 6), "secret"}},
                    seals);
    }
    store->between_batches(true);
  }

  /// What can be read; nothing where verify or reading says that something is wrong.
  std::optional<std::string> content_if_sound() {
    try {
      sqlite::Database database{path(), sqlite::Access::read_only};
      const auto reader = opened(std::make_unique<SqliteReader>(database), cipher());
      if (verify(*reader, {SealedLedger::key().identity(), {}}).damage) return std::nullopt;
      reader->vault_list("");
      return content_of(database);
    } catch (const StoreFailure&) {
      return std::nullopt;
    } catch (const std::overflow_error&) {
      return std::nullopt;
    }
  }

  TemporaryDirectory directory_;
  ShimDisk disk_;
  std::string bytes_;
  std::string content_;
};

/// How many pages are flipped bit by bit: a minute and a half each. CHOPAY_TAMPER_PAGES=1000 asks
/// for a thousand of them, a day of one core.
int pages_wanted() {
  if (!long_variant()) return 0;
  const char* const wanted = std::getenv("CHOPAY_TAMPER_PAGES");
  return wanted ? std::atoi(wanted) : 20;
}

}  // namespace

TEST_CASE("A flipped byte of the file is found, refused or harmless, wherever it is", "[long]") {
  SmallLedger ledger{14};
  REQUIRE(ledger.size() > 10 * 4096);
  const auto sample = static_cast<std::size_t>(sample_size(2'000));
  // Odd, so that every bit has its turn.
  const std::size_t step = long_variant() ? 1 : (ledger.size() / sample) | 1;
  std::mt19937 random{20261124};
  std::size_t flips = 0;
  std::vector<std::size_t> missed;
  for (std::size_t at = long_variant() ? 0 : random() % step; at < ledger.size(); at += step) {
    ++flips;
    if (ledger.unnoticed(at, static_cast<char>(1 << (at % 8)))) missed.push_back(at);
  }
  WARN(flips << " flips, " << ledger.harmless << " of bytes that nothing reads, " << missed.size()
             << " missed");
  CHECK(missed == std::vector<std::size_t>{});
}

TEST_CASE("Every bit of a page that is flipped is found, refused or harmless", "[long]") {
  const unsigned seed = 20261124;
  std::mt19937 random{seed};
  std::vector<std::size_t> missed;
  const int pages = pages_wanted();
  for (int page = 0; page < pages; ++page) {
    SmallLedger ledger{14 + page % 30};
    const auto first = random() % (ledger.size() / 4096) * 4096;
    for (std::size_t bit = 0; bit < 4096 * 8; ++bit) {
      if (ledger.unnoticed(first + bit / 8, static_cast<char>(1 << (bit % 8)))) {
        missed.push_back(first + bit / 8);
      }
    }
  }
  // Of a ledger that has filled a tile, and whose trees have inner pages.
  SmallLedger large{400};
  for (int i = 0; i < sample_size(long_variant() ? 20'000 : 700); ++i) {
    const auto at = random() % large.size();
    if (large.unnoticed(at, static_cast<char>(1 << (random() % 8)))) missed.push_back(at);
  }
  WARN(pages << " pages bit by bit, " << missed.size() << " missed; seed " << seed);
  CHECK(missed == std::vector<std::size_t>{});
}
