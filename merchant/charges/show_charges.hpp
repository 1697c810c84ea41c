#pragma once

#include <memory>

#include "merchant/charges/charge_command.hpp"

namespace chopay::merchant::charges {

/// What ShowCharges answers, of a book. unknown_charge_month.
Result<Charges> part_of_charges(std::shared_ptr<const Registry> registry, const ChargeBook& book,
                                ChargesPart part, BusinessDay month);

}  // namespace chopay::merchant::charges
