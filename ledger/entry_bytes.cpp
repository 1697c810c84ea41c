// The bytes of an entry, both ways (FORMAT.md). Reading is a strict scanner of the fixed field
// order, not a JSON parser: what is not exactly what encode writes is not an entry.
#include <algorithm>
#include <charconv>
#include <cstring>

#include "ledger/entry.hpp"
#include "ledger/error.hpp"
#include "ledger/json_text.hpp"
#include "ledger/plain_bytes.hpp"

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
  explicit Scanner(std::string_view bytes)
      : begin_(bytes.data()), at_(begin_), end_(begin_ + bytes.size()) {}

  template <std::size_t size>
  bool literal(const char (&text)[size]) {
    return skip_if(text) || fail();
  }

  template <std::size_t size>
  bool skip_if(const char (&text)[size]) {
    constexpr auto length = size - 1;  // known here, so that comparing takes no call
    if (left() < length || std::memcmp(at_, text, length) != 0) return false;
    at_ += length;
    return true;
  }

  /// A string without escapes, where one would be wrong or is not needed.
  bool plain(std::string_view& out) {
    if (!literal("\"")) return false;
    const char* const end = plain_end();
    if (end == end_ || *end != '"') return fail();
    out = {at_, static_cast<std::size_t>(end - at_)};
    at_ = end + 1;
    return true;
  }

  bool hash(Hash& out) {
    constexpr std::size_t length = 2 * sizeof(Hash);
    if (!literal("\"")) return false;
    const auto hash = hash_from_hex({at_, std::min(left(), length)});
    if (!hash) return fail();
    out = *hash;
    at_ += length;
    return literal("\"");
  }

  bool string(std::string& out) {
    if (!literal("\"")) return false;
    const char* const end = plain_end();
    out.assign(at_, end);
    at_ = end;
    if (skip_if("\"")) return true;
    while (at_ < end_) {
      const char c = *at_++;
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
    const auto [end, error] = std::from_chars(at_, end_, out);
    const std::string_view text{at_, static_cast<std::size_t>(end - at_)};
    const bool padded = text == "-0" || (text.size() > 1 && text[0] == '0') ||
                        (text.size() > 2 && text.starts_with("-0"));
    if (error != std::errc{} || padded) return fail();
    at_ = end;
    return true;
  }

  /// The object that fills everything up to the last byte, which closes the entry.
  bool data(std::string& out) {
    const std::string_view rest{at_, left()};
    if (rest.size() < 3 || rest.front() != '{' || !rest.ends_with("}}")) return fail();
    out = rest.substr(0, rest.size() - 1);
    at_ = end_;
    return true;
  }

  /// For whoever reads on no further: a piece that fails ends the reading.
  bool fail() const { return false; }
  std::size_t at() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  /// The first byte from here on that does not stand for itself, or the end.
  const char* plain_end() const { return at_ + plain_length({at_, left()}); }

  bool escape(std::string& out) {
    if (at_ >= end_) return false;
    const char c = *at_++;
    if (c == '"' || c == '\\') {
      out += c;
      return true;
    }
    unsigned value = 0;
    const std::string_view hex{at_, std::min<std::size_t>(left(), 5)};
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

  const char* begin_;
  const char* at_;
  const char* end_;
};

template <class Value>
bool take(Scanner& scan, Result<Value> parsed, Value& out) {
  if (!parsed) return scan.fail();
  out = std::move(*parsed);
  return true;
}

/// The day of an entry is mostly that of its key, too.
struct LastDay {
  std::string_view text;
  BusinessDay day;
};

bool read_day(Scanner& scan, LastDay& last, BusinessDay& out) {
  std::string_view text;
  if (!scan.plain(text)) return false;
  if (last.text.empty() || text != last.text) {
    if (!take(scan, parse_business_day(text), last.day)) return false;
    last.text = text;
  }
  out = last.day;
  return true;
}

bool read_place(Scanner& scan, Entry& entry) {
  std::string_view text;
  std::int64_t seq = 0;
  if (!scan.literal(R"({"v":1,"market":)") || !scan.plain(text)) return false;
  // A log's entries are of one market: the name that was checked before is not checked again.
  const bool known = !text.empty() && text == entry.market.text();
  if (!known && !take(scan, MarketId::parse(text), entry.market)) return false;
  if (!scan.literal(R"(,"seq":)") || !scan.integer(seq)) return false;
  if (seq < 1 || seq > static_cast<std::int64_t>(number(last_seq_possible))) return scan.fail();
  entry.seq = Seq{static_cast<std::uint64_t>(seq)};
  if (!scan.literal(R"(,"prev":)") || !scan.hash(entry.previous)) return false;
  if (!scan.literal(R"(,"at":)") || !scan.plain(text)) return false;
  return take(scan, parse_instant(text), entry.at);
}

bool read_kind_day_stall(Scanner& scan, LastDay& last, Entry& entry) {
  std::string_view text;
  if (!scan.literal(R"(,"kind":)") || !scan.plain(text)) return false;
  const auto kind = kind_from_name(text);
  if (!kind) return scan.fail();
  entry.kind = *kind;
  if (!scan.literal(R"(,"day":)") || !read_day(scan, last, entry.day)) return false;
  entry.stall = {};
  if (!scan.skip_if(R"(,"stall":)")) return true;
  return scan.plain(text) && take(scan, StallId::parse(text), entry.stall);
}

bool read_key(Scanner& scan, LastDay& last, Entry& entry) {
  if (!scan.skip_if(R"(,"key":[)")) {
    entry.key.reset();
    return true;
  }
  if (!entry.key) entry.key.emplace();
  auto& key = *entry.key;
  return read_day(scan, last, key.day) && scan.literal(",") && scan.string(key.bank) &&
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
  LastDay last;
  const bool read = bytes.size() <= entry_bytes_max && read_place(scan, entry) &&
                    read_kind_day_stall(scan, last, entry) && read_key(scan, last, entry) &&
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
