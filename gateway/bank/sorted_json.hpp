#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/bank/json_reader.hpp"

namespace chopay::bank {

/// How a signer writes JSON. The two agree except on text: JavaScript's JSON.stringify leaves
/// characters beyond ASCII and '/' as they are, PHP's json_encode writes \uXXXX and "\/"; and on
/// numbers: JavaScript writes 5.0 as 5, PHP keeps it.
enum class JsonStyle { javascript, php };

/// The members of an object by their keys in UTF-16 order, as JavaScript sorts them.
std::vector<JsonValue> sorted_members(JsonValue object);

/// Without spaces, the keys of every object sorted.
std::string sorted_json(JsonValue value, JsonStyle style);

/// A JSON string with its quotes. The text is well-formed UTF-8.
void append_json_string(std::string& out, std::string_view text,
                        JsonStyle style = JsonStyle::javascript);

/// A number as JavaScript prints it: "5.0" and "5e0" as 5. Numbers that are not whole, or beyond
/// 2^53, keep their text.
std::string javascript_number(std::string_view literal);

}  // namespace chopay::bank
