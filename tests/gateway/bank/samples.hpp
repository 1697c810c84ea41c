#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/gateway/bank/signing.hpp"

/// A valid message of every provider, with made-up data, and the means to make others.
namespace chopay::bank::testing {

/// {"name":value,…}; the values are JSON as they stand.
std::string json_of(const Fields& fields);
/// The fields with one replaced, or added when there is none of the name.
Fields with(Fields fields, std::string_view name, std::string value);
Fields without(Fields fields, std::string_view name);

/// What a sample of the kind says, before it is signed: JSON of one transaction.
Fields transaction_of(std::string_view kind);
/// The secret that the kind's samples are signed with, as `current`.
Source source_of(std::string_view kind);
/// Puts one transaction into the provider's envelope and signs it.
Message signed_by(std::string_view kind, const Fields& transaction);
/// Signs a whole body with headers; for the kinds that sign or guard the raw body.
Message with_headers(std::string_view kind, std::string body);

/// signed_by(kind, transaction_of(kind)).
Message sample(std::string_view kind);
/// The verdict on the transaction when it is signed rightly.
Verdict verdict_on(std::string_view kind, const Fields& transaction);

/// Kinds whose signature covers every byte of the body.
inline constexpr std::string_view whole_body_kinds[] = {"sepay",  "tingee",  "standard",
                                                        "stripe", "rfc9421", "camt.054"};

/// The fields of a transaction whose text the kind's signature is made over; none where it covers
/// the whole body, or where the sender is known by a secret alone.
std::vector<std::string_view> signed_fields(std::string_view kind);

/// A camt.054 message with the entries given as XML.
std::string camt(std::string_view entries);
/// One entry; `inside` goes before </Ntry>.
std::string camt_entry(std::string_view amount, std::string_view direction,
                       std::string_view status = "BOOK", std::string_view inside = "");

}  // namespace chopay::bank::testing
