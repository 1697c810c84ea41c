// Every change of a ledger's file is found, refused, or changes nothing that can be read.
#include <catch2/catch.hpp>

#include <fstream>
#include <random>

#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/sample_size.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

/// A ledger of two markets that lies in ledger.db alone, with nothing left in a WAL. Some of its
/// rows trail the log, others do not.
class SmallLedger {
 public:
  SmallLedger(int entries) {
    {
      SqliteStore store{directory_.path(), {0, 0}, 5};
      LogWriter log{store};
      for (int i = 0; i < entries; ++i) {
        auto draft = credit_draft(i % 3 == 2 ? "ha-long-2" : "ha-long-1",
                                  "A" + std::to_string(i % 4), "FT" + std::to_string(i), 1'000 + i);
        draft.data = R"({"verdict":"static","note":")" +
                     std::string(static_cast<std::size_t>(i % 7) * 90, 'x') + "\"}";
        log.add(std::vector{draft});
      }
      store.between_batches(true);
    }
    std::filesystem::remove(path() + "-wal");
    std::filesystem::remove(path() + "-shm");
    std::ifstream in{path(), std::ios::binary};
    bytes_.assign(std::istreambuf_iterator<char>{in}, {});
    content_ = content();
  }

  std::string path() const { return directory_.path() + "/ledger.db"; }
  std::size_t size() const { return bytes_.size(); }

  /// Whether a change of one byte goes unnoticed although it changes what can be read.
  bool unnoticed(std::size_t at, char flipped_bits) {
    put(at, static_cast<char>(bytes_[at] ^ flipped_bits));
    bool found = true;
    try {
      found = verify(*open_sqlite_reader(directory_.path())).damage.has_value();
    } catch (const StoreFailure&) {
    } catch (const std::overflow_error&) {
    }
    const auto now = found ? content_ : content_or_failure();
    const bool lost = now != content_;
    if (lost) {
      const auto at_content = std::ranges::mismatch(now, content_).in1 - now.begin();
      const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(at_content - 60, 0));
      UNSCOPED_INFO(at << ": " << now.substr(from, 120) << "\ninstead of "
                       << content_.substr(from, 120));
    }
    if (!found && !lost) ++harmless;
    put(at, bytes_[at]);
    return lost;
  }

  std::size_t harmless = 0;  ///< changes of bytes that nothing reads, such as the gaps of a page

 private:
  void put(std::size_t at, char byte) {
    std::fstream file{path(), std::ios::binary | std::ios::in | std::ios::out};
    file.seekp(static_cast<std::streamoff>(at)).put(byte);
  }

  /// The same, or why it cannot be read: then verify should have said so.
  std::string content_or_failure() {
    try {
      return content();
    } catch (const StoreFailure& failure) {
      return failure.what();
    }
  }

  /// All rows of all tables, with their types.
  std::string content() {
    sqlite::Database database{path(), sqlite::Access::read_only};
    std::string all;
    for (const char* sql :
         {"SELECT group_concat(no || quote(id)) FROM market",
          "SELECT group_concat(market_no || quote(seq) || quote(hash) || quote(derived_seq) || "
          "quote(derived_hash)) FROM chain_head",
          "SELECT group_concat(id || quote(stall) || quote(stall_before) || quote(hash) || "
          "quote(bytes) || quote(private)) FROM entry",
          "SELECT group_concat(market_no || quote(stall) || quote(seq) || quote(hash)) "
          "FROM stall_head",
          "SELECT group_concat(market_no || quote(day) || quote(bank) || quote(reference) || "
          "quote(account) || quote(seq)) FROM credit_key",
          "SELECT group_concat(market_no || quote(day) || quote(account) || quote(postings) || "
          "quote(amount) || quote(last_seq)) FROM day_total",
          // As look-ups find it, which may differ from what a scan comes by.
          "SELECT group_concat((SELECT quote(hash) FROM entry e WHERE e.id = i.id)) FROM "
          "(SELECT id FROM entry ORDER BY id % 5, id DESC) i",
          "SELECT count(*) FROM vault", "PRAGMA user_version", "PRAGMA encoding"}) {
      all += database.ask(sql).value_or("none") + '\n';
    }
    return all;
  }

  TemporaryDirectory directory_;
  std::string bytes_;
  std::string content_;
};

}  // namespace

TEST_CASE("A flipped byte of the file is found, refused or harmless, wherever it is", "[long]") {
  SmallLedger ledger{14};
  REQUIRE(ledger.size() > 10 * 4096);
  // All bytes one after the other, and 20 pages bit by bit, take an hour.
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
  SmallLedger ledger{400};
  std::mt19937 random{20261124};
  const int pages = long_variant() ? 20 : 0;
  const int loose_bits = long_variant() ? 0 : sample_size(700);
  std::vector<std::size_t> missed;
  for (int page = 0; page < pages; ++page) {
    const auto first = random() % (ledger.size() / 4096) * 4096;
    for (std::size_t bit = 0; bit < 4096 * 8; ++bit) {
      if (ledger.unnoticed(first + bit / 8, static_cast<char>(1 << (bit % 8)))) {
        missed.push_back(first + bit / 8);
      }
    }
  }
  for (int i = 0; i < loose_bits; ++i) {
    const auto at = random() % ledger.size();
    if (ledger.unnoticed(at, static_cast<char>(1 << (random() % 8)))) missed.push_back(at);
  }
  CHECK(missed == std::vector<std::size_t>{});
}
