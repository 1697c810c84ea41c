#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/bank/adapter.hpp"

/// The parts of RFC 9421 (HTTP Message Signatures) and RFC 9530 (Content-Digest) that a receiver
/// needs, without any key.
namespace chopay::bank {

/// One member of Signature-Input.
struct SignatureInput {
  std::string_view label;
  std::string_view raw;  ///< "(…);created=…", as it stands: the value of @signature-params
  std::vector<std::string_view> components;  ///< names without quotes
  std::string_view created;                  ///< digits; empty when absent
  std::string_view expires;
  std::string_view alg;
};

/// Reads Signature-Input, an RFC 8941 dictionary of inner lists. nullopt when the header does not
/// have that form, has more than 8 members or 16 components, repeats a component, or gives a
/// component parameters (";sf", ";req" …), which are not supported.
std::optional<std::vector<SignatureInput>> read_signature_input(std::string_view header);

/// The bytes of the member `label` of a dictionary of byte sequences ("sig1=:base64:, …", also the
/// form of Content-Digest). nullopt when it is not there or not well-formed.
std::optional<std::string> byte_sequence(std::string_view header, std::string_view label);

/// The text that is signed (RFC 9421 §2.5). Components: @method, @path, @query, @authority and
/// header fields. nullopt when one is unknown or absent from the message.
std::optional<std::string> signature_base(const SignatureInput& input, const Callback& callback);

}  // namespace chopay::bank
