#pragma once

#include <string>
#include <vector>

#include "gateway/bank/adapter.hpp"
#include "ledger/result.hpp"

namespace chopay::bank {

/// Not authentic; the sentence says what was missing or wrong, never what would have been right.
Verdict reject_auth(std::string why);
/// Authentic, but its signed time is outside the source's tolerance.
Verdict reject_stale(std::string why);
/// Not readable; the error's detail is the field at fault.
Verdict reject_malformed(const ledger::Error& error);
/// Authentic test call, with what it showed.
Verdict ping(std::string why, std::vector<merchant::BankNotice> samples = {});
/// Authentic, but not a payment.
Verdict ignore_failed(std::string why, std::vector<merchant::BankNotice> samples = {});
/// Authentic, but a person must look at it.
Verdict review(std::string why, std::vector<merchant::BankNotice> notices);
/// Credit or ignore_outgoing for one notice; for several, batch unless all are outgoing; ping for
/// none.
Verdict accept(std::vector<merchant::BankNotice> notices);
Verdict accept(merchant::BankNotice notice);

}  // namespace chopay::bank
