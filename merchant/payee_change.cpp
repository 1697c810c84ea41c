#include "merchant/payee_change.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "merchant/entry_fields.hpp"

namespace chopay::merchant {
namespace {

namespace json = boost::json;

constexpr std::array change_statuses{
    std::pair{PayeeChangeStatus::waiting, std::string_view{"waiting"}},
    std::pair{PayeeChangeStatus::cooling, std::string_view{"cooling"}},
    std::pair{PayeeChangeStatus::ready, std::string_view{"ready"}},
    std::pair{PayeeChangeStatus::done, std::string_view{"done"}},
    std::pair{PayeeChangeStatus::withdrawn, std::string_view{"withdrawn"}},
};

Actor read_actor(const FieldReader& fields) {
  const auto party = fields.text("party");
  if (party == party_name(Party::household)) return {Party::household, fields.text("by")};
  if (party != party_name(Party::board)) fields.broken("party");
  return {Party::board, fields.text("by")};
}

}  // namespace

std::string_view party_name(Party party) {
  return party == Party::household ? "household" : "board";
}

std::string_view payee_change_status_name(PayeeChangeStatus status) {
  for (const auto& [value, name] : change_statuses) {
    if (value == status) return name;
  }
  throw std::logic_error("a payee change's status without a name");
}

PayeeChangeStatus PayeeChange::status(Instant now) const {
  if (done) return PayeeChangeStatus::done;
  if (withdrawn) return PayeeChangeStatus::withdrawn;
  if (!approved) return PayeeChangeStatus::waiting;
  return now < effective_at ? PayeeChangeStatus::cooling : PayeeChangeStatus::ready;
}

std::string to_data(const PayeeChange& data) {
  return json::serialize(json::object{{"id", data.id},
                                      {"bank", data.account.bank},
                                      {"account", data.account.number},
                                      {"holder", data.holder},
                                      {"party", party_name(data.asked.party)},
                                      {"by", data.asked.by}});
}

std::string to_data(const PayeeChangeStep& data) {
  json::object object{
      {"id", data.id}, {"party", party_name(data.actor.party)}, {"by", data.actor.by}};
  if (data.effective_at != Instant{}) {
    object["effective"] = ledger::format_instant(data.effective_at);
  }
  return json::serialize(object);
}

PayeeChange read_payee_change_asked(const ledger::Entry& entry) {
  const Fields fields{entry};
  return {fields.text("id"),     entry.stall,        {fields.text("bank"), fields.text("account")},
          fields.text("holder"), read_actor(fields), entry.at};
}

PayeeChangeStep read_payee_change_step(const ledger::Entry& entry) {
  const Fields fields{entry};
  PayeeChangeStep step{fields.text("id"), read_actor(fields)};
  if (fields.has("effective")) step.effective_at = fields.instant("effective");
  return step;
}

}  // namespace chopay::merchant
