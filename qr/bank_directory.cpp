#include "qr/bank_directory.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

#include "qr/embedded.hpp"
#include "qr/transfer_note.hpp"

namespace chopay::qr {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& row, std::string_view key) {
  const json::value* value = row.if_contains(key);
  if (value == nullptr || !value->is_string()) return {};
  return std::string(value->get_string());
}

std::optional<std::int64_t> number_of(const json::object& row, std::string_view key) {
  const json::value* value = row.if_contains(key);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

std::optional<bool> flag_of(const json::object& row, std::string_view key) {
  const std::optional<std::int64_t> number = number_of(row, key);
  if (!number) return std::nullopt;
  return *number != 0;
}

std::vector<std::string> texts_of(const json::object& row, std::string_view key) {
  std::vector<std::string> texts;
  const json::value* value = row.if_contains(key);
  if (value == nullptr || !value->is_array()) return texts;
  for (const json::value& item : value->get_array()) {
    if (item.is_string()) texts.emplace_back(item.get_string());
  }
  return texts;
}

Bank bank_of(const json::object& row) {
  return {text_of(row, "bin"),
          text_of(row, "code"),
          text_of(row, "short_name"),
          text_of(row, "name"),
          text_of(row, "swift_code"),
          flag_of(row, "transfer_supported"),
          flag_of(row, "lookup_supported"),
          text_of(row, "kind"),
          texts_of(row, "aliases"),
          number_of(row, "vietqr_io_id"),
          texts_of(row, "deeplink_app_ids"),
          text_of(row, "note")};
}

/// A BIN as a number, or nothing if it is not six digits.
std::optional<std::uint32_t> bin_number(std::string_view bin) noexcept {
  if (bin.size() != 6) return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : bin) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

/// Letters and digits only: "MB Bank" and "MBBank" are the same name.
std::string squeezed(std::string_view text) {
  std::string folded = fold_for_search(text);
  std::erase(folded, ' ');
  return folded;
}

/// The words of a name that tell banks apart. "ngân hàng", the legal form and the country say
/// nothing about which bank it is.
std::vector<std::string> telling_words(std::string_view folded) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    words.emplace_back(folded.substr(at, end - at));
    at = end + 1;
  }
  static constexpr std::string_view pairs[][2] = {
      {"ngan", "hang"}, {"viet", "nam"}, {"thuong", "mai"}, {"co", "phan"}, {"chi", "nhanh"}};
  static constexpr std::string_view singles[] = {"tmcp", "tnhh", "mtv", "nh", "bank"};
  std::vector<std::string> telling;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool pair = i + 1 < words.size() &&
                      std::any_of(std::begin(pairs), std::end(pairs), [&](const auto& generic) {
                        return words[i] == generic[0] && words[i + 1] == generic[1];
                      });
    if (pair) {
      ++i;
    } else if (std::find(std::begin(singles), std::end(singles), words[i]) == std::end(singles)) {
      telling.push_back(words[i]);
    }
  }
  return telling;
}

bool contains_run(const std::vector<std::string>& words, const std::vector<std::string>& run) {
  return std::search(words.begin(), words.end(), run.begin(), run.end()) != words.end();
}

}  // namespace

const BankDirectory& BankDirectory::standard() {
  static const BankDirectory directory = parse(embedded("banks.json")).value();
  return directory;
}

Result<BankDirectory> BankDirectory::parse(std::string_view text) {
  boost::system::error_code failed;
  const json::value root = json::parse(text, failed);
  if (failed || !root.is_array()) return Error(Errc::bad_directory, 0, "no JSON array");
  BankDirectory directory;
  for (const json::value& row : root.get_array()) {
    if (!row.is_object()) return Error(Errc::bad_directory, 0, "a row is no object");
    Bank bank = bank_of(row.get_object());
    const std::optional<std::uint32_t> bin = bin_number(bank.bin);
    if (!bin || bank.code.empty()) return Error(Errc::bad_directory, 0, "bin " + bank.bin);
    directory.by_bin_.push_back({*bin, static_cast<std::uint32_t>(directory.banks_.size())});
    SearchTexts texts{squeezed(bank.code), squeezed(bank.short_name), {}, {}};
    for (const std::string& alias : bank.aliases) texts.aliases.push_back(squeezed(alias));
    texts.words = telling_words(fold_for_search(bank.name));
    directory.searched_.push_back(std::move(texts));
    directory.banks_.push_back(std::move(bank));
  }
  auto& keys = directory.by_bin_;
  std::sort(keys.begin(), keys.end(), [](Key a, Key b) { return a.bin < b.bin; });
  const auto twice =
      std::adjacent_find(keys.begin(), keys.end(), [](Key a, Key b) { return a.bin == b.bin; });
  if (twice != keys.end()) {
    return Error(Errc::bad_directory, 0, "twice the bin " + std::to_string(twice->bin));
  }
  return directory;
}

const Bank* BankDirectory::find(std::string_view bin) const noexcept {
  const std::optional<std::uint32_t> number = bin_number(bin);
  if (!number) return nullptr;
  const auto at = std::lower_bound(by_bin_.begin(), by_bin_.end(), *number,
                                   [](Key key, std::uint32_t wanted) { return key.bin < wanted; });
  return at != by_bin_.end() && at->bin == *number ? &banks_[at->index] : nullptr;
}

const Bank* BankDirectory::lookup(std::string_view text) const {
  if (const Bank* bank = find(text)) return bank;
  const std::string key = squeezed(text);
  if (key.empty()) return nullptr;
  const auto first = [&](auto fits) -> const Bank* {
    const auto at = std::find_if(searched_.begin(), searched_.end(), fits);
    return at == searched_.end() ? nullptr
                                 : &banks_[static_cast<std::size_t>(at - searched_.begin())];
  };
  if (const Bank* bank = first([&](const SearchTexts& t) { return t.code == key; })) return bank;
  if (const Bank* bank = first([&](const SearchTexts& t) { return t.short_name == key; })) {
    return bank;
  }
  const auto has_alias = [&](const SearchTexts& t) {
    return std::find(t.aliases.begin(), t.aliases.end(), key) != t.aliases.end();
  };
  if (const Bank* bank = first(has_alias)) return bank;
  return lookup_words(fold_for_search(text));
}

const Bank* BankDirectory::lookup_words(std::string_view folded) const {
  const std::vector<std::string> wanted = telling_words(folded);
  if (wanted.empty()) return nullptr;
  const Bank* part = nullptr;
  bool several = false;
  for (std::size_t i = 0; i < banks_.size(); ++i) {
    if (searched_[i].words == wanted) return &banks_[i];
    if (!contains_run(searched_[i].words, wanted)) continue;
    several = several || part != nullptr;
    part = part ? part : &banks_[i];
  }
  return several ? nullptr : part;
}

}  // namespace chopay::qr
