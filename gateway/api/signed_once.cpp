#include "gateway/api/signed_once.hpp"

#include "ledger/crypto.hpp"

namespace chopay::api {
namespace {

/// A field with its length before it, so that no two lists of fields give one text.
void append_field(std::string& text, std::string_view field) {
  text += std::to_string(field.size());
  text += ':';
  text += field;
}

}  // namespace

std::string meaning_of(const std::vector<merchant::BankNotice>& notices) {
  std::string text;
  for (const auto& notice : notices) {
    append_field(text, notice.bank);
    append_field(text, notice.account);
    append_field(text, notice.virtual_account);
    append_field(text, notice.bank_ref);
    append_field(text, to_string(notice.day));
    append_field(text, to_string(notice.amount));
    append_field(text, notice.direction == merchant::Direction::in ? "in" : "out");
    append_field(text, notice.content);
    append_field(text, ledger::format_instant(notice.occurred_at));
  }
  return ledger::to_hex(ledger::sha256({text}));
}

bool SignedOnce::enter(const std::string& row, const std::string& meaning) {
  const std::lock_guard lock{mutex_};
  auto& found = under_way_[row];
  if (found.count > 0 && found.meaning != meaning) return false;
  found.meaning = meaning;
  ++found.count;
  return true;
}

void SignedOnce::leave(const std::string& row) {
  const std::lock_guard lock{mutex_};
  const auto found = under_way_.find(row);
  if (--found->second.count == 0) under_way_.erase(found);
}

net::Task<SignedMeaning> SignedOnce::judge(Lane& lane, ReaderPool& readers, net::Loop& loop,
                                           std::string source, const bank::Verdict& verdict) {
  const auto row = "signed/" + source + '/' + verdict.signed_text;
  const auto meaning = meaning_of(verdict.notices);
  if (!enter(row, meaning)) co_return SignedMeaning::another;
  struct Leaving {
    SignedOnce& of;
    const std::string& row;
    ~Leaving() { of.leave(row); }
  };
  const Leaving leaving{*this, row};
  std::optional<std::string> before;
  const bool read =
      co_await readers.run(loop, [&](ledger::Reader& reader) { before = reader.vault_get(row); });
  if (!read) co_return SignedMeaning::unknown;
  if (before) co_return *before == meaning ? SignedMeaning::known : SignedMeaning::another;
  merchant::ChangeVault keep{{row, meaning}};
  const auto kept = co_await lane.ask(loop, keep);
  co_return kept.state == LaneState::answered ? SignedMeaning::known : SignedMeaning::unknown;
}

}  // namespace chopay::api
