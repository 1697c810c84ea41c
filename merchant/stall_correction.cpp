// Corrections of what is registered of a stall: their entries, and the decision that writes them.
#include "merchant/stall_correction.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "merchant/draft.hpp"
#include "merchant/entry_fields.hpp"
#include "merchant/registered_market.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

/// A text that a correction may change.
struct TextField {
  std::string_view name;  ///< in the entry
  std::optional<std::string> StallCorrection::*wanted;
  std::string Stall::*known;
};
constexpr std::array text_fields{
    TextField{"zone", &StallCorrection::zone, &Stall::zone},
    TextField{"name", &StallCorrection::name, &Stall::name},
    TextField{"trade", &StallCorrection::trade, &Stall::trade},
    TextField{"household", &StallCorrection::household, &Stall::household},
};

/// What is wrong with it, apart from its zone; nothing where it may be entered.
std::optional<Error> wrong_with(const CorrectStall& command) {
  const auto& [zone, name, trade, household, area_dm2, details] = command.correction;
  if (name && !is_name(*name)) return Error{Errc::bad_text, "name"};
  if (trade && !is_line(*trade, name_bytes_max)) return Error{Errc::bad_text, "trade"};
  if (household && !is_name(*household)) return Error{Errc::bad_text, "household"};
  if (area_dm2 && (*area_dm2 < 0 || *area_dm2 > area_dm2_max)) {
    return Error{Errc::bad_text, "area_dm2"};
  }
  if (!command.details) return std::nullopt;
  const auto& [tax_code, phone] = *command.details;
  if (!tax_code.empty() && !is_tax_code(tax_code)) return Error{Errc::bad_text, "tax_code"};
  if (!phone.empty() && !is_phone(phone)) return Error{Errc::bad_text, "phone"};
  return std::nullopt;
}

}  // namespace

bool StallCorrection::changes_nothing(const Stall& stall) const {
  for (const auto& [name, wanted, known] : text_fields) {
    if (this->*wanted && *(this->*wanted) != stall.*known) return false;
  }
  return !details && (!area_dm2 || *area_dm2 == stall.area_dm2);
}

void StallCorrection::apply_to(Stall& stall, ledger::Seq entry) const {
  for (const auto& [name, wanted, known] : text_fields) {
    if (this->*wanted) stall.*known = *(this->*wanted);
  }
  if (area_dm2) stall.area_dm2 = *area_dm2;
  if (details) stall.details_at = entry;
}

std::string to_data(const StallCorrection& correction, const std::string& by) {
  boost::json::object object;
  for (const auto& [name, wanted, known] : text_fields) {
    if (correction.*wanted) object[name] = *(correction.*wanted);
  }
  if (correction.area_dm2) object["area_dm2"] = *correction.area_dm2;
  if (correction.details) object["details"] = true;
  object["by"] = by;
  return boost::json::serialize(object);
}

StallCorrection read_stall_corrected(const ledger::Entry& entry) {
  const Fields fields{entry};
  StallCorrection correction;
  for (const auto& [name, wanted, known] : text_fields) {
    if (fields.has(name)) correction.*wanted = fields.text_or_empty(name);
  }
  if (fields.has("area_dm2")) correction.area_dm2 = fields.number("area_dm2");
  correction.details = fields.has("details") && fields.flag("details");
  return correction;
}

Rules::Outcome Rules::decide_on(const CorrectStall& command, ledger::KnownKeys&, Instant now) {
  const auto refuse = [](Errc code, std::string detail) {
    return Outcome{{}, Result<void>{Error{code, std::move(detail)}}};
  };
  const auto* market = book(command.market);
  const auto* stall = market ? market->registry()->stall(command.stall) : nullptr;
  if (!stall) return refuse(Errc::unknown_stall, command.stall.text());
  auto correction = command.correction;
  if (correction.zone && !market->registry()->zone(*correction.zone)) {
    return refuse(Errc::unknown_zone, *correction.zone);
  }
  if (auto wrong = wrong_with(command)) return {{}, Result<void>{std::move(*wrong)}};
  correction.details = command.details.has_value();
  if (correction.changes_nothing(*stall)) return {{}, Result<void>{}};
  auto draft = draft_of(command.market, command.stall, ledger::Kind::stall_corrected,
                        ledger::business_day_of(now), to_data(correction, command.by));
  if (command.details) {
    draft.private_part = ledger::make_private_part(private_text(*command.details), random_);
  }
  return {std::move(draft), Result<void>{}};
}

}  // namespace chopay::merchant
