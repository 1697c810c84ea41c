#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/sandbox/error.hpp"

namespace chopay::sandbox {

/// What a running sandbox tells other programs on the same machine: DIR/sandbox.json. It holds
/// secrets of play money, so it belongs to its user alone (mode 0600).
struct SandboxFile {
  std::string url;  ///< "http://127.0.0.1:8080", no slash at the end
  std::string api_key;
  std::string market;
  std::vector<std::string> stalls;
  std::string source_id;
  std::string source_kind;  ///< "sepay"
  std::string source_secret;
  std::string till;     ///< address of a vendor's till
  std::string shopper;  ///< address of a shopper page
  std::string board;    ///< address of the board's day table
  // For programs that speak payOS's API; empty where there is none.
  std::string payos_client_id = {};
  std::string payos_api_key = {};
  std::string payos_checksum_key = {};
};

/// The name of the file in the data folder.
inline constexpr std::string_view sandbox_file_name = "sandbox.json";

/// {"url","payos":{"client_id","api_key","checksum_key"},"api_key","market","stalls":[…],
/// "source":{"id","kind","secret"},"till","shopper","board"}
std::string to_json(const SandboxFile& file);
/// Reads that form; unknown members are passed over. bad_sandbox_file names what is missing; url
/// and source must be there, and the source must be of the kind "sepay".
Result<SandboxFile> parse_sandbox_file(std::string_view json);

}  // namespace chopay::sandbox
