// The bytes of an entry, both ways (FORMAT.md). Reading is a strict scanner of the fixed field
// order, not a JSON parser: what is not exactly what encode writes is not an entry.
#include <charconv>

#include "ledger/entry.hpp"
#include "ledger/error.hpp"
#include "ledger/json_text.hpp"

namespace chopay::ledger {
namespace {

void append_number(std::string& out, std::int64_t value) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, end);
}

/// Reads the fixed form piece by piece; the first mismatch ends it.
class Scanner {
 public:
  explicit Scanner(std::string_view bytes) : bytes_(bytes) {}

  bool literal(std::string_view text) {
    if (!rest().starts_with(text)) return fail();
    at_ += text.size();
    return true;
  }

  bool skip_if(std::string_view text) {
    if (!rest().starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  /// A string without escapes, where one would be wrong or is not needed.
  bool plain(std::string_view& out) {
    if (!literal("\"")) return false;
    const auto length = plain_length();
    if (at_ + length >= bytes_.size() || bytes_[at_ + length] != '"') return fail();
    out = bytes_.substr(at_, length);
    at_ += length + 1;
    return true;
  }

  bool hash(Hash& out) {
    constexpr std::size_t length = 2 * sizeof(Hash);
    if (!literal("\"")) return false;
    const auto hash = hash_from_hex(bytes_.substr(at_, length));
    if (!hash) return fail();
    out = *hash;
    at_ += length;
    return literal("\"");
  }

  bool string(std::string& out) {
    if (!literal("\"")) return false;
    const auto length = plain_length();
    out = bytes_.substr(at_, length);
    at_ += length;
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return fail();
      if (c != '\\') {
        out += c;
      } else if (!escape(out)) {
        return fail();
      }
    }
    return fail();
  }

  bool integer(std::int64_t& out) {
    const char* const first = bytes_.data() + at_;
    const auto [end, error] = std::from_chars(first, bytes_.data() + bytes_.size(), out);
    const auto length = static_cast<std::size_t>(end - first);
    const std::string_view text{first, length};
    const bool padded = text == "-0" || (text.size() > 1 && text[0] == '0') ||
                        (text.size() > 2 && text.starts_with("-0"));
    if (error != std::errc{} || padded) return fail();
    at_ += length;
    return true;
  }

  /// The object that fills everything up to the last byte, which closes the entry.
  bool data(std::string& out) {
    const auto left = rest();
    if (left.size() < 3 || left.front() != '{' || !left.ends_with("}}")) return fail();
    out = left.substr(0, left.size() - 1);
    at_ = bytes_.size();
    return true;
  }

  /// For whoever reads on no further: a piece that fails ends the reading.
  bool fail() const { return false; }
  std::size_t at() const { return at_; }

 private:
  std::string_view rest() const { return bytes_.substr(at_); }

  /// How many bytes from here on stand for themselves.
  std::size_t plain_length() const {
    std::size_t end = at_;
    while (end < bytes_.size() && static_cast<unsigned char>(bytes_[end]) >= 0x20 &&
           bytes_[end] != '"' && bytes_[end] != '\\') {
      ++end;
    }
    return end - at_;
  }

  bool escape(std::string& out) {
    if (at_ >= bytes_.size()) return false;
    const char c = bytes_[at_++];
    if (c == '"' || c == '\\') {
      out += c;
      return true;
    }
    unsigned value = 0;
    const auto hex = bytes_.substr(at_, 5);
    if (c != 'u' || hex.size() < 5 || !hex.starts_with("00")) return false;
    const auto [end, error] = std::from_chars(hex.data() + 2, hex.data() + 4, value, 16);
    if (error != std::errc{} || end != hex.data() + 4 || value >= 0x20) return false;
    for (const char digit : hex.substr(2, 2)) {
      if (digit >= 'A' && digit <= 'F') return false;
    }
    out += static_cast<char>(value);
    at_ += 4;
    return true;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

template <class Value>
bool take(Scanner& scan, Result<Value> parsed, Value& out) {
  if (!parsed) return scan.fail();
  out = std::move(*parsed);
  return true;
}

bool read_day(Scanner& scan, BusinessDay& out) {
  std::string_view text;
  return scan.plain(text) && take(scan, parse_business_day(text), out);
}

bool read_place(Scanner& scan, Entry& entry) {
  std::string_view text;
  std::int64_t seq = 0;
  if (!scan.literal(R"({"v":1,"market":)") || !scan.plain(text)) return false;
  if (!take(scan, MarketId::parse(text), entry.market)) return false;
  if (!scan.literal(R"(,"seq":)") || !scan.integer(seq)) return false;
  if (seq < 1 || seq > static_cast<std::int64_t>(number(last_seq_possible))) return scan.fail();
  entry.seq = Seq{static_cast<std::uint64_t>(seq)};
  if (!scan.literal(R"(,"prev":)") || !scan.hash(entry.previous)) return false;
  if (!scan.literal(R"(,"at":)") || !scan.plain(text)) return false;
  return take(scan, parse_instant(text), entry.at);
}

bool read_kind_day_stall(Scanner& scan, Entry& entry) {
  std::string_view text;
  if (!scan.literal(R"(,"kind":)") || !scan.plain(text)) return false;
  const auto kind = kind_from_name(text);
  if (!kind) return scan.fail();
  entry.kind = *kind;
  if (!scan.literal(R"(,"day":)") || !read_day(scan, entry.day)) return false;
  entry.stall = {};
  if (!scan.skip_if(R"(,"stall":)")) return true;
  return scan.plain(text) && take(scan, StallId::parse(text), entry.stall);
}

bool read_key(Scanner& scan, Entry& entry) {
  if (!scan.skip_if(R"(,"key":[)")) {
    entry.key.reset();
    return true;
  }
  if (!entry.key) entry.key.emplace();
  auto& key = *entry.key;
  return read_day(scan, key.day) && scan.literal(",") && scan.string(key.bank) &&
         scan.literal(",") && scan.string(key.account) && scan.literal(",") &&
         scan.string(key.reference) && scan.literal("]");
}

bool read_postings(Scanner& scan, Entry& entry) {
  if (!scan.literal(R"(,"post":[)")) return false;
  std::size_t count = 0;
  if (!scan.skip_if("]")) {
    do {
      if (count == entry.postings.size()) entry.postings.emplace_back();
      auto& posting = entry.postings[count++];
      std::int64_t amount = 0;
      if (!scan.literal("[") || !scan.string(posting.account) || !scan.literal(",") ||
          !scan.integer(amount) || !scan.literal("]")) {
        return false;
      }
      posting.amount = Dong{amount};
    } while (scan.skip_if(","));
    if (!scan.literal("]")) return false;
  }
  entry.postings.resize(count);
  return true;
}

bool read_private_and_data(Scanner& scan, Entry& entry) {
  entry.private_hash.reset();
  if (scan.skip_if(R"(,"private":)")) {
    Hash hash;
    if (!scan.hash(hash)) return false;
    entry.private_hash = hash;
  }
  return scan.literal(R"(,"data":)") && scan.data(entry.data);
}

/// As balanced(), but a sum that does not fit counts as unbalanced: the bytes may be anything.
bool balanced_or_overflowing(const std::vector<Posting>& postings) {
  std::int64_t sum = 0;
  for (const auto& posting : postings) {
    if (__builtin_add_overflow(sum, posting.amount.count(), &sum)) return false;
  }
  return sum == 0;
}

}  // namespace

std::string encode(const Entry& entry) {
  std::string out;
  out.reserve(448 + entry.data.size() + 48 * entry.postings.size());
  out += R"({"v":1,"market":)";
  append_json_string(out, entry.market.text());
  out += R"(,"seq":)";
  append_number(out, static_cast<std::int64_t>(number(entry.seq)));
  out += R"(,"prev":")";
  append_hex(out, entry.previous);
  out += R"(","at":")";
  append_instant(out, entry.at);
  out += R"(","kind":")";
  out += kind_name(entry.kind);
  out += R"(","day":")";
  out += to_string(entry.day);
  out += '"';
  if (!entry.stall.empty()) {
    out += R"(,"stall":)";
    append_json_string(out, entry.stall.text());
  }
  if (entry.key) {
    out += R"(,"key":[)";
    append_json_string(out, to_string(entry.key->day));
    for (const auto* part : {&entry.key->bank, &entry.key->account, &entry.key->reference}) {
      out += ',';
      append_json_string(out, *part);
    }
    out += ']';
  }
  out += R"(,"post":[)";
  for (const auto& posting : entry.postings) {
    if (&posting != entry.postings.data()) out += ',';
    out += '[';
    append_json_string(out, posting.account);
    out += ',';
    append_number(out, posting.amount.count());
    out += ']';
  }
  out += ']';
  if (entry.private_hash) {
    out += R"(,"private":")";
    append_hex(out, *entry.private_hash);
    out += '"';
  }
  out += R"(,"data":)";
  out += entry.data;
  out += '}';
  return out;
}

Result<void> decode(std::string_view bytes, Entry& entry) {
  Scanner scan{bytes};
  const bool read = bytes.size() <= entry_bytes_max && read_place(scan, entry) &&
                    read_kind_day_stall(scan, entry) && read_key(scan, entry) &&
                    read_postings(scan, entry) && read_private_and_data(scan, entry);
  if (!read) return Error{Errc::bad_entry, "at byte " + std::to_string(scan.at())};
  if (!balanced_or_overflowing(entry.postings)) return Error{Errc::unbalanced};
  return {};
}

Result<Entry> decode(std::string_view bytes) {
  Entry entry;
  if (auto decoded = decode(bytes, entry); !decoded) return decoded.error();
  return entry;
}

}  // namespace chopay::ledger
