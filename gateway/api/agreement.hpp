#pragma once

#include <optional>

#include "gateway/api/services.hpp"

namespace chopay::api {

/// Why whoever holds this access may not speak where two must agree, or where a household alone
/// may: nobody vouches for them, another let them in too lately, or their proof is too old. Nothing
/// where they may.
std::optional<http::Response> refuse_agreement(const Services& services, const Access& access);

/// The same of what can do no harm, as stopping a change or taking a consent back: that whoever
/// holds the access has proved it lately is enough.
std::optional<http::Response> refuse_unproved(const Services& services, const Access& access);

}  // namespace chopay::api
