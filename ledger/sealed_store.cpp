#include "ledger/sealed_store.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "ledger/aes_gcm.hpp"
#include "ledger/file_lock.hpp"

namespace chopay::ledger {
namespace {

constexpr std::size_t vault_keys_max = 16;

std::string vault_place(std::string_view name) {
  return "vault/" + std::string{name};
}

std::string private_place(const MarketId& market, Seq seq) {
  return "entry/" + market.text() + '/' + std::to_string(number(seq));
}

void wipe(std::string& text) {
  ledger::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
}

/// Lines of the key file. Throws StoreFailure.
std::vector<VaultKey> keys_in(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw StoreFailure(path + " cannot be read");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw StoreFailure(path + " may be read by others: chmod 600 it");
  }
  std::vector<VaultKey> keys;
  std::ifstream file{path};
  for (std::string line; std::getline(file, line); wipe(line)) {
    auto bytes = hash_from_hex(line);
    if (!bytes || keys.size() == vault_keys_max) {
      throw StoreFailure(path + ": a key a line, 64 hexadecimal digits, at most 16");
    }
    keys.emplace_back().bytes = *bytes;
    ledger::wipe(*bytes);
  }
  if (keys.empty()) throw StoreFailure(path + " holds no key");
  return keys;
}

/// Gives back what lies sealed; all else is the other reader's.
class OpenedReader final : public Reader {
 public:
  OpenedReader(Reader& inner, std::shared_ptr<const VaultCipher> cipher)
      : inner_(inner), cipher_(std::move(cipher)) {}
  OpenedReader(std::unique_ptr<Reader> own, std::shared_ptr<const VaultCipher> cipher)
      : own_(std::move(own)), inner_(*own_), cipher_(std::move(cipher)) {}

  void read_rows(const MarketId& market,
                 const std::function<bool(const EntryRow&)>& take) override {
    std::string part;
    inner_.read_rows(market, [&](const EntryRow& stored) {
      auto row = stored;
      if (row.private_part) {
        part = open_private(market, row.seq, *row.private_part);
        row.private_part = part;
      }
      return take(row);
    });
  }
  std::optional<std::string> private_part(const MarketId& market, Seq seq) override {
    auto part = inner_.private_part(market, seq);
    if (part) part = open_private(market, seq, *part);
    return part;
  }
  std::optional<std::string> vault_get(std::string_view name) override {
    auto value = inner_.vault_get(name);
    if (value) value = cipher_->open(vault_place(name), *value);
    return value;
  }
  std::vector<std::pair<std::string, std::string>> vault_list(std::string_view prefix) override {
    auto rows = inner_.vault_list(prefix);
    for (auto& [name, value] : rows) value = cipher_->open(vault_place(name), value);
    return rows;
  }

  void freeze() override { inner_.freeze(); }
  void thaw() noexcept override { inner_.thaw(); }
  std::vector<MarketHead> heads() override { return inner_.heads(); }
  Head head(const MarketId& market) override { return inner_.head(market); }
  void read(const MarketId& market, Seq after, std::size_t limit,
            const std::function<bool(const StoredEntry&)>& take) override {
    inner_.read(market, after, limit, take);
  }
  void read_keys(const MarketId& market, const std::function<bool(const KeyRow&)>& take) override {
    inner_.read_keys(market, take);
  }
  std::vector<std::pair<StallId, Seq>> stall_heads(const MarketId& market) override {
    return inner_.stall_heads(market);
  }
  std::vector<StoredEntry> stall_page(const MarketId& market, const StallId& stall, Seq before,
                                      std::size_t limit) override {
    return inner_.stall_page(market, stall, before, limit);
  }
  std::optional<Seq> find_key(const MarketId& market, const CreditKey& key) override {
    return inner_.find_key(market, key);
  }
  std::optional<std::string> newest_reference(const MarketId& market, BusinessDay day,
                                              const std::string& bank) override {
    return inner_.newest_reference(market, day, bank);
  }
  std::uint64_t key_count(const MarketId& market) override { return inner_.key_count(market); }
  DayTotals day_totals(const MarketId& market, BusinessDay day) override {
    return inner_.day_totals(market, day);
  }
  std::optional<DayTotal> day_total(const MarketId& market, BusinessDay day,
                                    const std::string& account) override {
    return inner_.day_total(market, day, account);
  }
  std::vector<DayTotal> all_totals(const MarketId& market) override {
    return inner_.all_totals(market);
  }
  StoredTotals stored_totals(const MarketId& market) override {
    return inner_.stored_totals(market);
  }
  std::vector<Hash> tile_roots(const MarketId& market, unsigned level, std::uint64_t first,
                               std::size_t limit) override {
    return inner_.tile_roots(market, level, first, limit);
  }
  std::optional<StoredCheckpoint> checkpoint(const MarketId& market) override {
    return inner_.checkpoint(market);
  }
  std::vector<StoredCheckpoint> all_checkpoints(const MarketId& market) override {
    return inner_.all_checkpoints(market);
  }
  std::uint64_t private_count(const MarketId& market) override {
    return inner_.private_count(market);
  }
  bool keeps_parts_in_rows() const override { return inner_.keeps_parts_in_rows(); }
  std::optional<std::string> structure_damage() override { return inner_.structure_damage(); }

 private:
  /// An erased part is empty, and nothing sealed.
  std::string open_private(const MarketId& market, Seq seq, std::string_view stored) const {
    return cipher_->open(private_place(market, seq), stored);
  }

  std::unique_ptr<Reader> own_;  ///< or none: the inner one is somebody else's
  Reader& inner_;
  std::shared_ptr<const VaultCipher> cipher_;
};

/// Seals on the way in; all else is the other store's.
class SealedStore final : public Store {
 public:
  SealedStore(std::unique_ptr<Store> inner, std::shared_ptr<const VaultCipher> cipher)
      : inner_(std::move(inner)), cipher_(std::move(cipher)), own_(inner_->own_reader(), cipher_) {}

  void append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
              std::span<const Seal> seals) override {
    if (!cipher_->seals()) return inner_->append(entries, vault, seals);
    std::vector<SealedEntry> rows(entries.begin(), entries.end());
    for (auto& row : rows) {
      if (row.private_part.empty()) continue;
      row.private_part =
          cipher_->seal(private_place(row.entry.market, row.entry.seq), row.private_part);
    }
    std::vector<VaultChange> changes(vault.begin(), vault.end());
    for (auto& change : changes) {
      if (change.value) change.value = cipher_->seal(vault_place(change.name), *change.value);
    }
    inner_->append(rows, changes, seals);
  }

  std::unique_ptr<Reader> reader() override {
    return std::make_unique<OpenedReader>(inner_->reader(), cipher_);
  }
  std::unique_ptr<Reader> patient_reader() override {
    return std::make_unique<OpenedReader>(inner_->patient_reader(), cipher_);
  }
  std::unique_ptr<Store> further_writer() override {
    auto further = inner_->further_writer();
    if (!further) return nullptr;
    return std::make_unique<SealedStore>(std::move(further), cipher_);
  }
  Reader& own_reader() override { return own_; }
  bool try_to_lead() override { return inner_->try_to_lead(); }
  Lead lead() const override { return inner_->lead(); }
  std::string leader_address() const override { return inner_->leader_address(); }
  bool leader_lives() const override { return inner_->leader_lives(); }
  std::optional<Refused> refused() override { return inner_->refused(); }
  void begin() override { inner_->begin(); }
  void abandon() override { inner_->abandon(); }
  void erase_private(const MarketId& market, std::span<const Seq> seqs) override {
    inner_->erase_private(market, seqs);
  }
  bool between_batches(bool idle) override { return inner_->between_batches(idle); }

 private:
  std::unique_ptr<Store> inner_;
  std::shared_ptr<const VaultCipher> cipher_;
  OpenedReader own_;
};

}  // namespace

std::shared_ptr<const VaultCipher> vault_cipher_of(const std::string& directory) {
  const auto path = directory + '/' + vault_keys_name;
  std::error_code failed;
  // A link that leads nowhere is a key file that is missing, not a vault without keys.
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, failed))) {
    return std::make_shared<const VaultCipher>(std::vector<VaultKey>{});
  }
  return std::make_shared<const VaultCipher>(keys_in(path));
}

std::size_t add_vault_key(const std::string& directory, Random& random) {
  const auto path = directory + '/' + vault_keys_name;
  std::error_code failed;
  const auto known = std::filesystem::symlink_status(path, failed);
  std::vector<VaultKey> keys;
  if (std::filesystem::exists(known)) keys = keys_in(path);
  if (keys.size() == vault_keys_max) throw StoreFailure(path + " holds 16 keys already");
  VaultKey fresh;
  random.fill(fresh.bytes);
  keys.insert(keys.begin(), fresh);
  std::string text;
  for (const auto& key : keys) text += to_hex(key.bytes) + '\n';
  const auto target =
      std::filesystem::is_symlink(known) ? std::filesystem::canonical(path).string() : path;
  write_durable_file(target, text);
  wipe(text);
  return keys.size();
}

std::unique_ptr<Reader> opened(std::unique_ptr<Reader> reader,
                               std::shared_ptr<const VaultCipher> cipher) {
  return std::make_unique<OpenedReader>(std::move(reader), std::move(cipher));
}

std::unique_ptr<Store> sealed(std::unique_ptr<Store> store,
                              std::shared_ptr<const VaultCipher> cipher) {
  return std::make_unique<SealedStore>(std::move(store), std::move(cipher));
}

}  // namespace chopay::ledger
