#pragma once

#include <boost/json.hpp>

#include "merchant/charges/charge_command.hpp"

namespace chopay::api {

/// {entry, date, collector, held, amount, counted, confirmed_by}: people as they are called; the
/// last two null until it is confirmed.
boost::json::object charge_json(const merchant::charges::HandOver& one);

/// {month, months, tariffs, cash, hand_overs, unnamed} of an overview; `month` is the newest, or
/// null.
boost::json::object charge_json(const merchant::charges::Charges& overview);

}  // namespace chopay::api
