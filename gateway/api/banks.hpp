#pragma once

#include <string>

namespace chopay::api {

/// All institutions of the directory as GET /v1/banks shows them: {"banks":[{bin, code, short_name,
/// name, swift_code, kind, aliases, transfer_supported, lookup_supported}]}; unknown is null.
const std::string& banks_json();

/// Those that the hosted service lists, in its envelope and with its field names; logos are empty
/// texts, since no trademark is shipped.
const std::string& hosted_banks_json();

}  // namespace chopay::api
